// A program that uses the public interface: consumer MODEL SAVED_MODEL YAML_MODEL
#include <clocale>
#include <cstdio>
#include <string>

#include "nnsummary/convert.h"
#include "nnsummary/explain.h"
#include "nnsummary/json.h"
#include "nnsummary/layers.h"
#include "nnsummary/model.h"
#include "nnsummary/render.h"
#include "nnsummary/verify.h"
#include "nnsummary/version.h"

namespace {

// The Model is gone when this returns; its Summary has to stand alone.
nnsummary::Summary summary_of(const char* path, const nnsummary::Extras& extras) {
  return nnsummary::summarize(nnsummary::Model::open(path), {.extras = extras});
}

void print_tables(const char* path, std::string& out) {
  nnsummary::Extras extras = nnsummary::explain_extras() | nnsummary::json_extras();
  for (const char* style : {"keras3", "tf2.13", "keras1"}) extras = extras | nnsummary::style_extras(style);
  const nnsummary::Summary summary = summary_of(path, extras);
  for (const char* style : {"keras3", "tf2.13", "keras1"}) nnsummary::render(summary, style, {}, out);
  nnsummary::explain(nnsummary::select_layers(summary, {summary.layers.back().name}), {}, out);

  std::string json;
  nnsummary::render_json(summary, json);
  if (nnsummary::read_summary_json("summary.json", json) != summary) out += "The Summary read back differs.\n";
}

void print_verification(const char* path, std::string& out) {
  nnsummary::ReadOptions options;
  options.container.program = CONTAINER;
  const nnsummary::Model model = nnsummary::Model::open(path, options);
  nnsummary::render_verification(nnsummary::verify(model), false, out);
}

// Numbers in YAML are read in the same way in every locale.
void print_yaml(const char* path, std::string& out) {
  const nnsummary::Model model = nnsummary::Model::open(path);
  nnsummary::render_json(nnsummary::summarize(model, {.extras = nnsummary::json_extras()}), out);
  nnsummary::convert(model, out);
}

template <typename Function>
void print_error(const Function& function, std::string& out) {
  try {
    function();
    out += "no error\n";
  } catch (const nnsummary::Error& error) {
    out += std::string("error: ") + error.what() + '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4 || !std::setlocale(LC_ALL, "")) return 2;
  std::fprintf(stderr, "%.1f\n", 0.5);  // by the locale's decimal point
  std::string out = "nnsummary ";
  out.append(nnsummary::version()).append(" (models Keras ").append(nnsummary::keras_version()).append(")\n");
  print_tables(argv[1], out);
  print_verification(argv[2], out);
  print_yaml(argv[3], out);
  print_error([] { nnsummary::Model::read("bad.json", "{"); }, out);
  print_error([&] { nnsummary::render(summary_of(argv[1], {}), "keras9", {}, out); }, out);
  print_error([] { nnsummary::find_layers("Dens"); }, out);
  std::fwrite(out.data(), 1, out.size(), stdout);
}

#include "nnsummary/verify.h"

#include "cli/app.h"
#include "cli/commands.h"
#include "cli/outputs.h"

namespace nnsummary::cli {
namespace {

struct Task {
  const Environment& environment;
  Result& result;
  Verification verification{};
};

void write_text(Task& task) {
  render_verification(task.verification, task.environment.stdout_columns.has_value(), task.result.out);
}

void write_json(Task& task) { render_verification_json(task.verification, task.result.out); }

constexpr Output<Task> kOutputs[] = {
    {"text", {}, false, write_text},
    {"json", {}, false, write_json},
};

}  // namespace

void run_verify(const std::vector<std::string>& arguments, const Environment& environment, Result& result) {
  std::string file;
  std::string weights;
  std::string format;
  bool strict = false;
  CLI::App app("Compares the weights stored in a file with those of its model.", "nnsummary verify");
  app.add_option("FILE", file, "a model, such as a .keras or .h5 file; '-', or no file on a pipe, reads stdin");
  app.add_option("WEIGHTS", weights, "a .weights.h5 file, in place of the weights in FILE");
  add_format(app, kOutputs, format);
  app.add_flag("--strict", strict, "treat warnings as errors");
  if (!parse(app, arguments, result)) return;

  const Model model = read_model(file, environment);
  std::optional<Model> stored;
  if (!weights.empty()) stored = read_model(weights, environment);
  Task task{environment, result, verify(model, {.strict = strict, .weights = stored ? &*stored : nullptr})};
  add_warnings(task.verification.warnings, result);
  if (!task.verification.mismatches.empty()) result.status = kFinding;
  output_named(kOutputs, format).write(task);
}

}  // namespace nnsummary::cli

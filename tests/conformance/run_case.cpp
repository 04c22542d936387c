#include "run_case.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "cli/cli.h"
#include "diff.h"
#include "numbers.h"

namespace nnsummary::conformance {
namespace {

using nlohmann::json;

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path.string() + " can't be read");
  return {std::istreambuf_iterator<char>(file), {}};
}

// Returns the output of the case's generator script.
std::string generate(const Case& item) {
  const std::string command = "cd '" + item.folder().string() + "' && python3 " + item.string("generator");
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  if (!pipe) throw std::runtime_error("can't run " + command);
  std::string result;
  std::array<char, size_t{1} << 16> block;
  while (const size_t read = std::fread(block.data(), 1, block.size(), pipe.get())) result.append(block.data(), read);
  if (result.empty()) throw std::runtime_error("nothing was printed by " + command);
  return result;
}

std::string model_text(const Case& item) {
  if (item.has("generator")) return generate(item);
  return item.has("text") ? item.string("text") : std::string(item.raw("model"));
}

std::optional<int> columns_of(const Case& item, const char* key) {
  if (!item.has(key)) return std::nullopt;
  const json columns = json::parse(item.raw(key));
  return columns.is_null() ? std::nullopt : std::optional<int>(columns.get<int>());
}

// Returns the environment that a case describes. stderr is always a pipe.
cli::Environment environment_of(const Case& item) {
  const std::optional<int> columns = columns_of(item, "columns");
  cli::Environment result;
  result.variables["TERM"] = "dumb";
  result.stdin_columns = columns_of(item, "stdin_tty_columns");
  if (item.string("mode") == "pty") {
    result.stdin_columns = columns;
    result.stdout_columns = columns;
  } else if (columns) {
    result.variables["COLUMNS"] = std::to_string(*columns);
  }
  const json variables = item.has("env") ? json::parse(item.raw("env")) : json::object();
  for (const auto& [name, value] : variables.items()) result.variables[name] = value.get<std::string>();
  result.read_stdin = [&item](const ReadOptions& options) { return Model::read("<stdin>", model_text(item), options); };
  result.container_program = NNSUMMARY_CONTAINER_PROGRAM;
  return result;
}

std::optional<std::string> expected_text(const Case& item) {
  if (item.has("error")) return std::nullopt;
  if (item.has("expect")) return item.string("expect");
  if (item.has("expect_file")) return read_file(item.folder() / item.string("expect_file"));
  return std::nullopt;
}

// Returns whether a message names something in the model, a layer or a class: only then it helps.
bool names_something(const std::string& message, std::string_view model) {
  bool any = false;
  for (const std::string_view key : {"\"name\"", "\"class_name\"", "\"registered_name\""}) {
    for (size_t at = model.find(key); at != std::string_view::npos; at = model.find(key, at + 1)) {
      const size_t begin = model.find_first_not_of(" :\n", at + key.size());
      if (begin == std::string_view::npos || model[begin] != '"') continue;
      const std::string_view name = model.substr(begin + 1, model.find('"', begin + 1) - begin - 1);
      if (name.size() < 2) continue;
      any = true;
      if (message.find(name) != std::string::npos) return true;
    }
  }
  return !any;
}

std::string judge_refusal(const Case& item, const cli::Result& result) {
  if (result.status != cli::kTrouble) {
    return "exit " + std::to_string(result.status) +
           ", but Keras refuses: " + std::string(item.raw("error").substr(0, 300));
  }
  if (!result.out.empty()) return "stdout isn't empty on an error:\n" + result.out.substr(0, 200);
  if (result.err.empty()) return "nothing on stderr";
  if (!names_something(result.err, item.raw("model"))) return "the message names nothing of the model: " + result.err;
  return "";
}

}  // namespace

std::string run_case(const Case& item) {
  const std::optional<std::string> want = expected_text(item);
  std::vector<std::string> arguments;
  if (item.has("args")) arguments = json::parse(item.raw("args")).get<std::vector<std::string>>();
  if (!want && !item.has("error")) arguments.insert(arguments.end(), {"--format", "json"});
  arguments.push_back(item.has("file") ? (item.folder() / item.string("file")).string() : "-");

  const cli::Result result = cli::run(arguments, environment_of(item));
  if (item.has("error")) return judge_refusal(item, result);
  if (result.status != cli::kDone) return "exit " + std::to_string(result.status) + ": " + result.err;
  return want ? difference(*want, result.out) : compare_numbers(item, result.out);
}

}  // namespace nnsummary::conformance

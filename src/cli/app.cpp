#include "cli/app.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "nnsummary/version.h"

namespace nnsummary::cli {

bool parse(CLI::App& app, const std::vector<std::string>& arguments, Result& result) {
  app.set_version_flag("--version", fmt::format("nnsummary {} (models Keras {})", version(), keras_version()));
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    return true;
  } catch (const CLI::CallForHelp&) {
    result.out = app.help();
  } catch (const CLI::CallForVersion& version) {
    result.out = std::string(version.what()) + "\n";
  } catch (const CLI::ParseError& error) {
    throw UsageError(fmt::format("nnsummary: {}\nRun 'nnsummary --help' for the options.", printable(error.what())));
  }
  return false;
}

void add_file(CLI::App& app, std::string& file) {
  app.add_option("FILE", file, "a model in any supported format; '-', or no file on a pipe, reads stdin");
}

void add_overrides(CLI::App& app, OverrideOptions& overrides) {
  app.add_option("--input", overrides.inputs, "replace the shape of an input, batch first: 1,28,28,1; ? for None")
      ->type_name("[NAME=]SHAPE")
      ->allow_extra_args(false);
  app.add_option("--batch", overrides.batch, "replace the batch size")->type_name("N");
}

namespace {

TensorShape read_shape(std::string_view option, std::string_view list) {
  TensorShape result;
  for (bool more = true; more;) {
    const size_t end = std::min(list.find(','), list.size());
    const std::string_view item = list.substr(0, end);
    int64_t size = -1;
    const auto [stop, error] = std::from_chars(item.begin(), item.end(), size);
    const bool open = item == "?" || item == "null" || item == "None";
    if (!open && (error != std::errc() || stop != item.end() || size < 0)) {
      throw UsageError(
          fmt::format("nnsummary: --input {}: expected sizes separated by commas, batch first, "
                      "and ? for an unknown size; found '{}'",
                      printable(option), printable(item)));
    }
    open ? result.sizes.emplace_back(std::nullopt) : result.sizes.emplace_back(size);
    more = end < list.size();
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return result;
}

InputOverride read_override(const std::string& option) {
  const size_t equals = option.rfind('=');
  if (equals == std::string::npos) return {"", read_shape(option, option)};
  return {option.substr(0, equals), read_shape(option, std::string_view(option).substr(equals + 1))};
}

int64_t read_batch(const std::string& option) {
  int64_t result = 0;
  const auto [stop, error] = std::from_chars(option.data(), option.data() + option.size(), result);
  if (error == std::errc() && stop == option.data() + option.size() && result > 0) return result;
  throw UsageError(
      fmt::format("nnsummary: --batch: expected a positive integer of at most 64 bits, found '{}'", printable(option)));
}

// Returns the number in an environment variable, or nullopt if it isn't set.
std::optional<double> positive_variable(const Environment& environment, std::string_view name, std::string_view what,
                                        double most) {
  const auto variable = environment.variables.find(name);
  if (variable == environment.variables.end()) return std::nullopt;
  const std::string& text = variable->second;
  double result = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result);
  const bool is_number = error == std::errc() && end == text.data() + text.size();
  if (is_number && result > 0 && result <= most) return result;
  throw UsageError(fmt::format("nnsummary: {}: expected a number of {} above 0, at most {}; found '{}'", name, what,
                               most, printable(text)));
}

// Each variable replaces all limits of its kind.
ReadOptions limits(const Environment& environment) {
  constexpr double kMostSeconds = 86'400;
  constexpr double kMostMib = 1'048'576;
  constexpr double kMostWork = 1'000'000;
  ReadOptions result;
  if (const auto seconds = positive_variable(environment, "NNSUMMARY_CONTAINER_SECONDS", "seconds", kMostSeconds)) {
    result.container.seconds = result.container.cpu_seconds = *seconds;
  }
  if (const auto mib = positive_variable(environment, "NNSUMMARY_MAX_MIB", "MiB", kMostMib)) {
    result.text_bytes = result.pipe_bytes = static_cast<size_t>(*mib * (1 << 20));
  }
  if (const auto work = positive_variable(environment, "NNSUMMARY_MAX_WORK", "times the usual work", kMostWork)) {
    result.work = *work;
  }
  return result;
}

}  // namespace

Model read_model(const std::string& file, const Environment& environment, const OverrideOptions& overrides,
                 const std::string& style) {
  if (file.empty() && environment.stdin_columns) {
    throw UsageError("nnsummary: expected a file, or a model on stdin\nRun 'nnsummary --help' for the options.");
  }
  ReadOptions options = limits(environment);
  options.container.program = environment.container_program;
  options.style = style;
  for (const std::string& input : overrides.inputs) options.inputs.push_back(read_override(input));
  if (!overrides.batch.empty()) options.batch = read_batch(overrides.batch);
  if (file.empty() || file == "-") return environment.read_stdin(options);
  return Model::open(file, options);
}

void add_warnings(const std::vector<Diagnostic>& warnings, Result& result) {
  for (const Diagnostic& warning : warnings) result.err += to_text(warning) + "\n";
}

}  // namespace nnsummary::cli

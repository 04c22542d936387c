#include "nnsummary/convert.h"

#include "cli/app.h"
#include "cli/commands.h"

namespace nnsummary::cli {

void run_convert(const std::vector<std::string>& arguments, const Environment& environment, Result& result) {
  std::string file;
  OverrideOptions overrides;
  CLI::App app("Writes a model as Keras 3 JSON, which keras.models.model_from_json() loads.", "nnsummary convert");
  add_file(app, file);
  add_overrides(app, overrides);
  if (!parse(app, arguments, result)) return;

  convert(read_model(file, environment, overrides), result.out);
}

}  // namespace nnsummary::cli

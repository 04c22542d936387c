#include "nnsummary/verify.h"

#include "cli/app.h"
#include "cli/commands.h"

namespace nnsummary::cli {

void run_verify(const std::vector<std::string>& arguments, const Environment& environment, Result& result) {
  std::string file;
  std::string format = "text";
  SummarizeOptions wanted{.weights = true};
  CLI::App app("Compares the weights that a file holds with those that its model has.", "nnsummary verify");
  app.add_option("FILE", file, "a .keras or .h5 file; '-', or nothing on a pipe, is stdin");
  add_format(app, format);
  app.add_flag("--strict", wanted.strict, "refuse what is otherwise warned of");
  if (!parse(app, arguments, result)) return;

  const Model model = read_model(file, environment);
  const Summary summary = summarize(model, wanted);
  add_warnings(summary, result);
  const Verification verification = verify(model, summary);
  format == "json" ? render_verification_json(verification, result.out) : render_verification(verification, result.out);
  if (!verification.mismatches.empty()) result.status = kFinding;
}

}  // namespace nnsummary::cli

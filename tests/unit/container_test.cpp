// ContainerOptions, as a program that uses the library sets them.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "nnsummary/model.h"

namespace nnsummary {
namespace {

namespace fs = std::filesystem;

constexpr const char* kModel = NNSUMMARY_TESTS_DIR "/corpus/files/lstm.keras";

Diagnostic refusal(const ContainerOptions& options) {
  try {
    Model::open(kModel, {.container = options});
  } catch (const ModelError& error) {
    return error.diagnostics().front();
  }
  return {};
}

TEST(Container, IsThePathThatIsGiven) {
  const Model model = Model::open(kModel, {.container = {.program = NNSUMMARY_CONTAINER_PROGRAM}});
  EXPECT_FALSE(summarize(model).layers.empty());
  const Diagnostic missing = refusal({.program = "/nowhere/else"});
  EXPECT_EQ(missing.message,
            "can't be read, as nnsummary-container can't be started (/nowhere/else: No such file or directory)");
  EXPECT_EQ(missing.code, "unreadable");
}

// The tests are in a folder of their own, so that the program is not beside them.
TEST(Container, IsNotLookedForInTheCurrentFolder) {
  const fs::path before = fs::current_path();
  fs::current_path(fs::path(NNSUMMARY_CONTAINER_PROGRAM).parent_path());
  const std::string message = refusal({}).message;
  fs::current_path(before);
  const std::string beside = fs::canonical("/proc/self/exe").parent_path();
  EXPECT_NE(message.find("(" + beside + "/nnsummary-container: No such file"), std::string::npos) << message;
  EXPECT_NE(message.find(", " + beside + "/../libexec/nnsummary/nnsummary-container: No such file"), std::string::npos);
  EXPECT_EQ(std::count(message.begin(), message.end(), ','), 3) << message;
}

TEST(Container, KeepsItsTimeLimit) {
  const Diagnostic slow = refusal({.program = NNSUMMARY_CONTAINER_PROGRAM, .seconds = 1e-6});
  EXPECT_EQ(slow.message, "took longer than 1e-06 seconds to read; set NNSUMMARY_CONTAINER_SECONDS to allow more");
  EXPECT_EQ(slow.code, "limit");
  EXPECT_EQ(refusal({.program = NNSUMMARY_CONTAINER_PROGRAM, .seconds = -1}).code, "limit");
  EXPECT_TRUE(refusal({.program = NNSUMMARY_CONTAINER_PROGRAM, .seconds = HUGE_VAL}).message.empty());
}

TEST(Container, IsGivenADescriptor) {
  const int file = open(kModel, O_RDONLY);
  const Model model = Model::read_descriptor("model", file, {.container = {.program = NNSUMMARY_CONTAINER_PROGRAM}});
  EXPECT_FALSE(summarize(model).layers.empty());
  EXPECT_NE(model.stored_weights(), nullptr);
  EXPECT_EQ(close(file), 0);  // it was left open
}

TEST(ReadOptions, LimitsTexts) {
  try {
    Model::read("model.json", "{}" + std::string(1024, ' '), {.text_bytes = 1024});
    FAIL();
  } catch (const ModelError& error) {
    EXPECT_EQ(error.diagnostics().front().code, "limit");
  }
}

}  // namespace
}  // namespace nnsummary

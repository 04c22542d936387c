// The floor of the instruction budget: a program that parses the same file into nlohmann::json's DOM, and does nothing
// else.
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

namespace {

std::string contents(const char* path) {
  std::string text;
  if (std::FILE* file = std::fopen(path, "rb")) {
    static char block[size_t{1} << 16];
    while (const size_t read = std::fread(block, 1, sizeof block, file)) text.append(block, read);
    std::fclose(file);
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const nlohmann::json model = nlohmann::json::parse(contents(argv[1]));
  std::printf("%zu\n", model.at("config").at("layers").size());
}

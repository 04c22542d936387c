#include "formats/foreign.h"

#include <fmt/format.h>

#include <cstdio>

namespace nnsummary {
namespace {

constexpr std::string_view kPointer = "version https://git-lfs";
constexpr std::string_view kSaveIt = "load it where it was made, and save it with model.save('model.keras')";
constexpr std::string_view kOther = "only Keras models can be read, as model.save('model.keras') writes them";

struct Foreign {
  std::string_view magic;  // "" if only the name tells
  size_t offset;
  std::string_view ending;  // of the file's name; "" for any
  std::string_view description;
  std::string_view advice;
};

// The first match counts. Protocol buffers have no magic number: they are known by their first field, or by name.
constexpr Foreign kForeign[] = {
    {kPointer, 0, "", "a Git LFS pointer, not the file itself", "run 'git lfs pull'"},
    {"\x1f\x8b", 0, "", "a file compressed by gzip", "unpack it first"},
    {"TFL3", 4, "", "a TensorFlow Lite model", kSaveIt},
    {"", 0, ".tflite", "a TensorFlow Lite model", kSaveIt},
    {"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46", 0, "", "a PyTorch checkpoint", kOther},
    {"", 0, ".pt", "a PyTorch checkpoint", kOther},
    {"", 0, ".pth", "a PyTorch checkpoint", kOther},
    {"", 0, ".onnx", "an ONNX model", kOther},
    {"", 0, ".safetensors", "a safetensors file, which has weights only", kSaveIt},
    {"GGUF", 0, "", "a GGUF model", kOther},
    {"\x93NUMPY", 0, "", "a NumPy array", kSaveIt},
    {"\x80", 0, "", "a Python pickle", kSaveIt},
    {"\x08\x01\x12", 0, "", "a part of a TensorFlow SavedModel", kSaveIt},
    {"", 0, ".pb", "a TensorFlow graph", kSaveIt},
    {"", 0, ".ckpt", "a TensorFlow checkpoint", kSaveIt},
    {"", 0, ".index", "a part of a TensorFlow checkpoint", kSaveIt},
};

bool fits(const Foreign& foreign, const Source& source) {
  const std::string_view bytes = source.bytes;
  return source.name.ends_with(foreign.ending) && bytes.size() >= foreign.offset &&
         bytes.substr(foreign.offset).starts_with(foreign.magic);
}

bool exists(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file) std::fclose(file);
  return file != nullptr;
}

}  // namespace

bool is_foreign_text(std::string_view beginning) { return beginning.starts_with(kPointer); }

std::string describe_foreign(const Source& source) {
  if (source.bytes.empty()) return "the file is empty";
  for (const Foreign& foreign : kForeign) {
    if (fits(foreign, source)) return fmt::format("found {}: {}", foreign.description, foreign.advice);
  }
  return "found none of these";
}

std::string describe_folder(const std::string& path) {
  const bool saved_model = exists(path + "/saved_model.pb") || exists(path + "/saved_model.pbtxt");
  if (!saved_model) return "is a folder: expected a file that holds a Keras model";
  return fmt::format("is a TensorFlow SavedModel: {}", kSaveIt);
}

}  // namespace nnsummary

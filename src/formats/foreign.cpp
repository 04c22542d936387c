#include "formats/foreign.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace nnsummary {
namespace {

constexpr std::string_view kSaveIt = "load it where it was made, and save it with model.save('model.keras')";
constexpr std::string_view kOther = "only Keras models can be read, as model.save('model.keras') writes them";
constexpr std::string_view kPython = "Python code, which is never run here";
constexpr std::string_view kRunIt = "run it where Keras is, and save the model with model.save('model.keras')";
constexpr std::string_view kUnpack = "unpack it first";

struct Foreign {
  std::string_view magic;  // "" if only the name tells
  size_t offset;
  std::string_view ending;  // of the file's name; "" for any
  std::string_view description;
  std::string_view advice;
};

// The first match counts.
constexpr Foreign kForeign[] = {
    {"version https://git-lfs", 0, "", "a Git LFS pointer, not the file itself", "run 'git lfs pull'"},
    {"<!DOCTYPE html", 0, "", "a web page, not the file itself", "download the file that it links to"},
    {"<!doctype html", 0, "", "a web page, not the file itself", "download the file that it links to"},
    {"<html", 0, "", "a web page, not the file itself", "download the file that it links to"},
    {"\x1f\x8b", 0, "", "a file compressed by gzip", kUnpack},
    {"BZh", 0, "", "a file compressed by bzip2", kUnpack},
    {"\xfd"
     "7zXZ",
     0, "", "a file compressed by xz", kUnpack},
    {"\x28\xb5\x2f\xfd", 0, "", "a file compressed by zstd", kUnpack},
    {"ustar", 257, "", "a tar archive", kUnpack},
    {"\x89PNG\r\n", 0, "", "a PNG image", kOther},
    {"\xff\xd8\xff", 0, "", "a JPEG image", kOther},
    {"%PDF-", 0, "", "a PDF document", kOther},
    {"TFL3", 4, "", "a TensorFlow Lite model", kSaveIt},
    {"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46", 0, "", "a PyTorch checkpoint", kOther},
    {"GGUF", 0, "", "a GGUF model", kOther},
    {"\x93NUMPY", 0, "", "a NumPy array", kSaveIt},
    {"\x80", 0, "", "a Python pickle", kSaveIt},
    {"ccopy_reg\n", 0, "", "a Python pickle", kSaveIt},
    {"\x08\x01\x12", 0, "", "a part of a TensorFlow SavedModel", kSaveIt},
    {"", 0, ".tflite", "a TensorFlow Lite model", kSaveIt},
    {"", 0, ".pt", "a PyTorch checkpoint", kOther},
    {"", 0, ".pth", "a PyTorch checkpoint", kOther},
    {"", 0, ".onnx", "an ONNX model", kOther},
    {"", 0, ".safetensors", "a safetensors file, which has weights only", kSaveIt},
    {"", 0, ".pkl", "a Python pickle", kSaveIt},
    {"", 0, ".pickle", "a Python pickle", kSaveIt},
    {"", 0, ".joblib", "a Python pickle", kSaveIt},
    {"", 0, ".py", kPython, kRunIt},
    {"import ", 0, "", kPython, kRunIt},
    {"from ", 0, "", kPython, kRunIt},
    {"\"\"\"", 0, "", kPython, kRunIt},
    {"", 0, ".pb", "a TensorFlow graph", kSaveIt},
    {"", 0, ".ckpt", "a TensorFlow checkpoint", kSaveIt},
    {"", 0, ".index", "a part of a TensorFlow checkpoint", kSaveIt},
    {"", 0, ".data-00000-of-00001", "a part of a TensorFlow checkpoint", kSaveIt},
};

constexpr Foreign kOnnx{"", 0, "", "an ONNX model", kOther};
constexpr Foreign kSafetensors{"", 0, "", "a safetensors file, which has weights only", kSaveIt};

// A protocol buffer has no magic number. An ONNX model begins with its version (field 1), and then the name of its
// producer (2) or the graph (7).
bool is_onnx(std::string_view bytes) {
  return bytes.size() > 2 && bytes[0] == 8 && bytes[1] >= 3 && bytes[1] < 32 && (bytes[2] == 0x12 || bytes[2] == 0x3a);
}

// A header of JSON follows its length, a little-endian number of 64 bits.
bool is_safetensors(std::string_view bytes) {
  constexpr std::string_view kHigh("\0\0\0\0{", 5);
  return bytes.size() > 8 && bytes.substr(4, kHigh.size()) == kHigh;
}

const Foreign* foreign_by_content(std::string_view bytes) {
  if (is_onnx(bytes)) return &kOnnx;
  if (is_safetensors(bytes)) return &kSafetensors;
  const auto found = std::find_if(std::begin(kForeign), std::end(kForeign), [bytes](const Foreign& foreign) {
    return !foreign.magic.empty() && bytes.size() >= foreign.offset &&
           bytes.substr(foreign.offset).starts_with(foreign.magic);
  });
  return found == std::end(kForeign) ? nullptr : found;
}

const Foreign* foreign_by_name(std::string_view name) {
  const auto found = std::find_if(std::begin(kForeign), std::end(kForeign), [name](const Foreign& foreign) {
    return !foreign.ending.empty() && name.ends_with(foreign.ending);
  });
  return found == std::end(kForeign) ? nullptr : found;
}

bool exists(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

}  // namespace

bool is_foreign(std::string_view beginning) { return foreign_by_content(beginning) != nullptr; }
bool is_foreign_name(std::string_view name) { return foreign_by_name(name) != nullptr; }

std::string describe_foreign(const Source& source) {
  if (source.bytes.empty()) return "the file is empty";
  const Foreign* foreign = foreign_by_content(source.bytes);
  if (!foreign) foreign = foreign_by_name(source.name);
  return foreign ? fmt::format("found {}: {}", foreign->description, foreign->advice) : "found none of these";
}

std::string describe_folder(const std::string& path) {
  const bool saved_model = exists(path + "/saved_model.pb") || exists(path + "/saved_model.pbtxt");
  if (!saved_model) return "is a folder: expected a file that holds a Keras model";
  return fmt::format("is a TensorFlow SavedModel: {}", kSaveIt);
}

}  // namespace nnsummary

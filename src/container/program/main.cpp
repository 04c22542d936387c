// nnsummary-container: says what is in a zip or HDF5 file, which is its stdin, as a record (see record.h) on stdout.
// A process of its own, since what it is linked with is large, and files are not to be trusted: whatever happens to it
// happens to it alone.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <new>

#include "container/program/hdf5_tree.h"
#include "container/program/zip_archive.h"

namespace nnsummary::container {
namespace {

constexpr rlim_t kMostMemory = rlim_t{384} << 20;  // that is private: files may be of any size
constexpr rlim_t kMostSeconds = 3;

void limit(int resource, rlim_t most) {
  const struct rlimit value { most, most };
  setrlimit(static_cast<__rlimit_resource_t>(resource), &value);
}

void limit_everything() {
#ifndef __SANITIZE_ADDRESS__
  limit(RLIMIT_DATA, kMostMemory);
#endif
  limit(RLIMIT_CPU, kMostSeconds);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
}

bool is_at_root(const std::string& name) { return name.find('/') == std::string::npos; }

void write_members(const ZipArchive& archive, Json& json) {
  json.key("members").begin('[');
  for (const Member& member : archive.members()) {
    json.begin('{').key("name").text(member.name);
    json.key("size").number(member.size).key("bytes").number(member.bytes).end('}');
  }
  json.end(']');
}

void write_texts(ZipArchive& archive, Json& json) {
  constexpr int kMostTexts = 8;
  int count = 0;
  json.key("texts").begin('{');
  for (const Member& member : archive.members()) {
    if (!is_at_root(member.name) || !member.name.ends_with(".json") || ++count > kMostTexts) continue;
    json.key(member.name);
    json.text(archive.read(member, member.stored ? Limits::kStoredText : Limits::kUnpackedText));
  }
  json.end('}');
}

void write_zip(Json& json) {
  std::vector<std::string> notes;
  ZipArchive archive(STDIN_FILENO);
  json.begin('{').key("container").text("zip");
  write_members(archive, json);
  write_texts(archive, json);
  const auto& members = archive.members();
  const auto tree = std::find_if(members.begin(), members.end(), [](const Member& member) {
    return is_at_root(member.name) && member.name.ends_with(".h5");
  });
  if (tree != members.end() && !tree->stored && tree->size > Limits::kUnpackedWeights) {
    notes.push_back("'" + tree->name + "' is packed, and too large to be unpacked: what it holds isn't known");
  } else if (tree != members.end()) {
    const std::unique_ptr<Bytes> bytes = archive.open(*tree, Limits::kUnpackedWeights);
    write_objects(*bytes, json, notes);
  }
  json.key("notes").begin('[');
  for (const std::string& note : notes) json.text(note);
  json.end(']').end('}');
}

void write_hdf5(Json& json) {
  std::vector<std::string> notes;
  FileBytes bytes(STDIN_FILENO);
  json.begin('{').key("container").text("hdf5");
  write_objects(bytes, json, notes);
  json.key("notes").begin('[');
  for (const std::string& note : notes) json.text(note);
  json.end(']').end('}');
}

std::string record() {
  std::string result;
  try {
    char magic = 0;
    if (!FileBytes(STDIN_FILENO).read(0, &magic, 1)) throw FileError("the file can't be read");
    Json json(result);
    magic == 'P' ? write_zip(json) : write_hdf5(json);
  } catch (const FileError& error) {
    result.clear();
    Json(result).begin('{').key("error").text(error.what()).end('}');
  } catch (const std::bad_alloc&) {
    result = R"({"error":"reading the file takes more memory than any model should"})";
  }
  return result;
}

bool write_all(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace
}  // namespace nnsummary::container

int main() {
  using namespace nnsummary::container;
  limit_everything();
  // What is left to be closed goes with the process: HDF5 would look at all of it again.
  _exit(write_all(record()) ? 0 : 1);
}

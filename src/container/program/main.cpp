// nnsummary-container: lists the contents of a zip or HDF5 file. Reads the file from stdin and writes a record (see
// record.h) to stdout. It is a separate process because its libraries are large and the files are not trusted: a crash
// ends this process only, and code that a file smuggles in finds itself in a sandbox (see sandbox.h).
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <new>

#include "base/json_writer.h"
#include "base/utf8.h"
#include "container/program/budget.h"
#include "container/program/hdf5_tree.h"
#include "container/program/sandbox.h"
#include "container/program/zip_archive.h"

namespace nnsummary::container {
namespace {

constexpr std::string_view kUsage = "usage: nnsummary-container CPU_SECONDS MEMORY_BYTES < FILE\n";
constexpr rlim_t kFiles = 5;  // stdin, stdout, stderr and libzip's copies of stdin: no other file can be opened

void limit(int resource, rlim_t soft, rlim_t hard) {
  const struct rlimit value { soft, hard };
  setrlimit(static_cast<__rlimit_resource_t>(resource), &value);
}

void limit_everything(rlim_t seconds, [[maybe_unused]] rlim_t memory) {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  limit(RLIMIT_DATA, memory, memory);  // private memory only: the file may be of any size
#endif
  limit(RLIMIT_CPU, seconds, seconds + 1);  // the soft limit sends SIGXCPU, by which the parent knows a slow file
  limit(RLIMIT_CORE, 0, 0);
  limit(RLIMIT_FSIZE, 0, 0);
  close_range(STDERR_FILENO + 1, ~0U, 0);
  limit(RLIMIT_NOFILE, kFiles, kFiles);
}

bool is_at_root(const std::string& name) { return name.find('/') == std::string::npos; }

void write_members(const ZipArchive& archive, JsonWriter& json) {
  json.key("members");
  json.begin('[');
  for (const Member& member : archive.members()) {
    json.item();
    json.begin('{');
    json.field("name", member.name);
    json.field("size", member.size);
    json.field("bytes", member.bytes);
    json.end('}');
  }
  json.end(']');
}

// JsonWriter replaces invalid bytes; a model's description with such bytes must be refused instead.
void check_utf8(const std::string& name, std::string_view text) {
  while (!text.empty()) {
    const size_t length = utf8_length(text);
    if (length == 0) throw FileError("'" + shortened(name) + "' in the archive is not UTF-8");
    text.remove_prefix(length);
  }
}

void write_texts(ZipArchive& archive, JsonWriter& json) {
  constexpr int kMost = 8;
  int count = 0;
  uint64_t left = Limits::kTexts;
  json.key("texts");
  json.begin('{');
  for (const Member& member : archive.members()) {
    if (!is_at_root(member.name) || !member.name.ends_with(".json") || ++count > kMost) continue;
    const std::string text = archive.read(member, member.stored ? left : std::min(left, Limits::kUnpackedText));
    left -= text.size();
    check_utf8(member.name, text);
    json.field(member.name, text);
  }
  json.end('}');
}

void write_notes(const std::vector<std::string>& notes, JsonWriter& json) {
  json.key("notes");
  json.begin('[');
  for (const std::string& note : notes) {
    json.item();
    json.string(note);
  }
  json.end(']');
}

void write_weights(ZipArchive& archive, const Member& member, JsonWriter& json, std::vector<std::string>& notes) {
  const std::string what = "'" + shortened(member.name) + "'";
  if (!member.stored && member.size > Limits::kUnpackedWeights) {
    notes.push_back(what + " is compressed and too large to be unpacked: its weights aren't known");
    return;
  }
  const std::unique_ptr<Bytes> bytes = archive.open(member, Limits::kUnpackedWeights);
  try {
    write_objects(*bytes, json, notes);
  } catch (const LimitError& error) {
    throw LimitError(what + " in the archive: " + error.what());
  } catch (const FileError& error) {
    throw FileError(what + " in the archive: " + error.what());
  }
}

void write_zip(JsonWriter& json) {
  std::vector<std::string> notes;
  ZipArchive archive(STDIN_FILENO);
  json.field("container", "zip");
  write_members(archive, json);
  write_texts(archive, json);
  const auto& members = archive.members();
  const auto weights = std::find_if(members.begin(), members.end(), [](const Member& member) {
    return is_at_root(member.name) && member.name.ends_with(".h5");
  });
  if (weights != members.end()) write_weights(archive, *weights, json, notes);
  write_notes(notes, json);
}

void write_hdf5(JsonWriter& json) {
  std::vector<std::string> notes;
  FileBytes bytes(STDIN_FILENO);
  json.field("container", "hdf5");
  write_objects(bytes, json, notes);
  write_notes(notes, json);
}

std::string error_record(std::string_view message, std::string_view code) {
  std::string result;
  JsonWriter json(result, JsonLayout::OneLine);
  json.begin('{');
  json.field("error", message);
  json.field("code", code);
  json.end('}');
  return result;
}

std::string record() {
  try {
    std::string result;
    char magic = 0;
    if (!FileBytes(STDIN_FILENO).read(0, &magic, 1)) throw FileError("the file can't be read");
    JsonWriter json(result, JsonLayout::OneLine);
    json.begin('{');
    magic == 'P' ? write_zip(json) : write_hdf5(json);
    json.end('}');
    return result;
  } catch (const LimitError& error) {
    return error_record(error.what(), "limit");
  } catch (const FileError& error) {
    return error_record(error.what(), "unreadable");
  }
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

bool read_number(std::string_view text, rlim_t& number) {
  const auto [end, error] = std::from_chars(text.begin(), text.end(), number);
  return error == std::errc() && end == text.end() && number > 0;
}

}  // namespace
}  // namespace nnsummary::container

int main(int argc, char** argv) {
  using namespace nnsummary::container;
  rlim_t seconds = 0;
  rlim_t memory = 0;
  if (argc != 3 || !read_number(argv[1], seconds) || !read_number(argv[2], memory)) {
    write_all(STDERR_FILENO, kUsage);
    return 2;
  }
  // Made in advance, since there is no memory for it when it is needed.
  const std::string out_of_memory =
      error_record("reading the file takes more than " + std::to_string(memory >> 20) + " MiB of memory", "limit");
  limit_everything(seconds, memory);
  enter_sandbox();
  bool written = false;
  try {
    written = write_all(STDOUT_FILENO, record());
  } catch (const std::bad_alloc&) {
    written = write_all(STDOUT_FILENO, out_of_memory);
  }
  // Skips destructors: HDF5 would walk over the whole file again.
  _exit(written ? 0 : 1);
}

#include "container/program/zip_archive.h"

#include "container/program/budget.h"

namespace nnsummary::container {
namespace {

struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using OpenFile = std::unique_ptr<zip_file_t, CloseFile>;

std::string message_of(int code) {
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  std::string result = zip_error_strerror(&error);
  zip_error_fini(&error);
  return result;
}

OpenFile open_member(zip_t* archive, const Member& member) {
  OpenFile file(zip_fopen_index(archive, member.index, 0));
  if (!file)
    throw FileError("'" + shortened(member.name) + "' in the archive can't be opened: " + zip_strerror(archive));
  return file;
}

bool read_fully(zip_file_t* file, void* buffer, size_t count) {
  auto* to = static_cast<char*>(buffer);
  while (count > 0) {
    const zip_int64_t got = zip_fread(file, to, count);
    if (got <= 0) return false;
    to += got;
    count -= static_cast<size_t>(got);
  }
  return true;
}

class StoredMember : public Bytes {
 public:
  StoredMember(OpenFile file, uint64_t size) : file_(std::move(file)), size_(size) {}
  uint64_t size() const override { return size_; }
  bool read(uint64_t offset, void* buffer, size_t count) override {
    if (offset > size_ || count > size_ - offset) return false;
    return zip_fseek(file_.get(), static_cast<zip_int64_t>(offset), SEEK_SET) == 0 &&
           read_fully(file_.get(), buffer, count);
  }

 private:
  OpenFile file_;
  uint64_t size_;
};

}  // namespace

ZipArchive::ZipArchive(int fd) {
  int error = 0;
  archive_.reset(zip_fdopen(fd, 0, &error));
  if (!archive_) throw FileError("the zip archive can't be read; it may be cut short: " + message_of(error));
  const zip_int64_t count = zip_get_num_entries(archive_.get(), 0);
  if (count < 0 || static_cast<uint64_t>(count) > Limits::kMembers)
    throw LimitError("the archive has more than " + std::to_string(Limits::kMembers) + " members");
  for (uint64_t i = 0; i < static_cast<uint64_t>(count); ++i) {
    zip_stat_t status;
    zip_stat_init(&status);
    if (zip_stat_index(archive_.get(), i, 0, &status) != 0 || !(status.valid & ZIP_STAT_NAME)) continue;
    members_.push_back({status.name, status.size, status.comp_size, status.comp_method == ZIP_CM_STORE, i});
  }
}

std::string ZipArchive::read(const Member& member, uint64_t most) {
  if (member.size > most) {
    throw LimitError("'" + shortened(member.name) + "' in the archive unpacks to " + std::to_string(member.size) +
                     " bytes: more than the limit of " + std::to_string(most));
  }
  const OpenFile file = open_member(archive_.get(), member);
  std::string result(member.size, '\0');
  char past_end = 0;
  if (!read_fully(file.get(), result.data(), result.size()) || zip_fread(file.get(), &past_end, 1) != 0) {
    throw FileError("'" + shortened(member.name) + "' in the archive is damaged: " + zip_file_strerror(file.get()));
  }
  return result;
}

std::unique_ptr<Bytes> ZipArchive::open(const Member& member, uint64_t most) {
  if (!member.stored) return std::make_unique<MemoryBytes>(read(member, most));
  return std::make_unique<StoredMember>(open_member(archive_.get(), member), member.size);
}

}  // namespace nnsummary::container

#include "container/program/sandbox.h"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <vector>

// Other architectures have other calls, and sanitizers make many more.
#if (defined(__x86_64__) || defined(__aarch64__)) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

namespace nnsummary::container {
namespace {

#if defined(__x86_64__)
constexpr uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#else
constexpr uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#endif

constexpr long kAllowed[] = {
    // Memory. mmap and mprotect are below.
    SYS_brk, SYS_munmap, SYS_mremap, SYS_madvise,
    // Open files: reading, and what fdopen() and fclose() need.
    SYS_read, SYS_readv, SYS_pread64, SYS_lseek, SYS_fstat, SYS_dup, SYS_close,
    // HDF5 asks for the current folder's name.
    SYS_getcwd,
    // The C library.
    SYS_clock_gettime, SYS_gettimeofday, SYS_getrandom, SYS_futex, SYS_rt_sigreturn, SYS_rt_sigprocmask,
    // The end.
    SYS_exit, SYS_exit_group};

// Calls that are allowed by one of their arguments.
struct Conditional {
  long call;
  uint32_t argument;
  uint32_t mask;   // the bits that are compared
  uint32_t value;  // what they must be
};

constexpr Conditional kConditional[] = {
    {SYS_mmap, 2, PROT_EXEC, 0},
    {SYS_mprotect, 2, PROT_EXEC, 0},
    {SYS_write, 0, ~0U, STDOUT_FILENO},
    {SYS_write, 0, ~0U, STDERR_FILENO},
    {SYS_fcntl, 1, ~0U, F_GETFL},
    // fstat() in newer C libraries.
    {SYS_newfstatat, 3, AT_EMPTY_PATH, AT_EMPTY_PATH},
};

using Filter = std::vector<sock_filter>;

void load(Filter& filter, size_t offset) {
  filter.push_back(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<uint32_t>(offset)));
}

void end_with(Filter& filter, uint32_t action) { filter.push_back(BPF_STMT(BPF_RET | BPF_K, action)); }

// Skips the next `count` instructions unless the loaded word is `value`.
void unless_skip(Filter& filter, uint32_t value, uint8_t count) {
  filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count));
}

void allow(Filter& filter, long call) {
  unless_skip(filter, static_cast<uint32_t>(call), 1);
  end_with(filter, SECCOMP_RET_ALLOW);
}

void allow(Filter& filter, const Conditional& rule) {
  // The low half of an argument comes first on both architectures.
  const size_t argument = offsetof(seccomp_data, args) + rule.argument * sizeof(uint64_t);
  unless_skip(filter, static_cast<uint32_t>(rule.call), 5);
  load(filter, argument);
  filter.push_back(BPF_STMT(BPF_ALU | BPF_AND | BPF_K, rule.mask));
  unless_skip(filter, rule.value, 1);
  end_with(filter, SECCOMP_RET_ALLOW);
  load(filter, offsetof(seccomp_data, nr));
}

Filter make_filter() {
  Filter result;
  load(result, offsetof(seccomp_data, arch));
  // Another architecture's calls have other numbers.
  unless_skip(result, kArchitecture, 1);
  result.push_back(BPF_STMT(BPF_JMP | BPF_JA, 1));
  end_with(result, SECCOMP_RET_KILL_PROCESS);
  load(result, offsetof(seccomp_data, nr));
  for (const long call : kAllowed) allow(result, call);
  for (const Conditional& rule : kConditional) allow(result, rule);
  end_with(result, SECCOMP_RET_ERRNO | EPERM);
  return result;
}

}  // namespace

bool enter_sandbox() {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
  Filter filter = make_filter();
  const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
  return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0;
}

}  // namespace nnsummary::container

#else

bool nnsummary::container::enter_sandbox() { return false; }

#endif

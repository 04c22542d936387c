// What nnsummary-container's sandbox refuses, and what it still allows.
#include "container/program/sandbox.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <functional>

namespace nnsummary::container {
namespace {

enum Outcome { kRefused, kAllowed, kOtherError, kNoSandbox };

// Returns what happens to a system call in the sandbox, which a process never leaves: this takes one of its own.
int in_sandbox(const std::function<long()>& call) {
  const pid_t child = fork();
  if (child == 0) {
    if (!enter_sandbox()) _exit(kNoSandbox);
    const long result = call();
    _exit(result >= 0 ? kAllowed : errno == EPERM ? kRefused : kOtherError);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

class Sandbox : public testing::Test {
 protected:
  void SetUp() override {
    if (in_sandbox([] { return 0; }) == kNoSandbox) GTEST_SKIP() << "there is no sandbox here: see enter_sandbox()";
  }
};

TEST_F(Sandbox, RefusesFiles) {
  EXPECT_EQ(in_sandbox([] { return open("/etc/passwd", O_RDONLY); }), kRefused);
  EXPECT_EQ(in_sandbox([] { return open("/tmp", O_TMPFILE | O_RDWR, 0600); }), kRefused);
  EXPECT_EQ(in_sandbox([] { return unlink("/nowhere"); }), kRefused);
  EXPECT_EQ(in_sandbox([] { return access("/etc/passwd", R_OK); }), kRefused);
  EXPECT_EQ(in_sandbox([] { return syscall(SYS_openat2, AT_FDCWD, "/etc/passwd", nullptr, 0); }), kRefused);
}

TEST_F(Sandbox, RefusesTheNetwork) {
  EXPECT_EQ(in_sandbox([] { return socket(AF_INET, SOCK_STREAM, 0); }), kRefused);
  EXPECT_EQ(in_sandbox([] { return socket(AF_UNIX, SOCK_STREAM, 0); }), kRefused);
}

TEST_F(Sandbox, RefusesProcesses) {
  EXPECT_EQ(in_sandbox([] {
              char program[] = "/bin/true";
              char* arguments[] = {program, nullptr};
              return execve(program, arguments, nullptr);
            }),
            kRefused);
  EXPECT_EQ(in_sandbox([] { return syscall(SYS_clone, SIGCHLD, nullptr, nullptr, nullptr, 0); }), kRefused);
  EXPECT_EQ(in_sandbox([] { return kill(getppid(), 0); }), kRefused);
  EXPECT_EQ(in_sandbox([] { return syscall(SYS_ptrace, 0, 0, 0, 0); }), kRefused);
}

TEST_F(Sandbox, RefusesCodeInMemory) {
  const auto map = [](int protection) {
    return [protection] {
      return mmap(nullptr, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
    };
  };
  EXPECT_EQ(in_sandbox(map(PROT_READ | PROT_EXEC)), kRefused);
  EXPECT_EQ(in_sandbox(map(PROT_READ | PROT_WRITE)), kAllowed);
}

TEST_F(Sandbox, WritesToStdoutAndStderrOnly) {
  EXPECT_EQ(in_sandbox([] { return write(STDOUT_FILENO, "", 0); }), kAllowed);
  EXPECT_EQ(in_sandbox([] { return write(STDERR_FILENO, "", 0); }), kAllowed);
  const int other = open("/dev/null", O_WRONLY);
  EXPECT_EQ(in_sandbox([other] { return write(other, "", 0); }), kRefused);
  close(other);
}

TEST_F(Sandbox, ReadsAnOpenFile) {
  const int file = open("/dev/zero", O_RDONLY);
  char byte = 1;
  EXPECT_EQ(in_sandbox([&] { return pread(file, &byte, 1, 0); }), kAllowed);
  close(file);
}

}  // namespace
}  // namespace nnsummary::container

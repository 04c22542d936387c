#pragma once

namespace nnsummary::container {

// Makes the kernel refuse, from now on, every system call but those for memory, for reading open files, for writing to
// stdout and stderr, and for ending the process. No file can be opened, no socket made, no program run, no process
// started, none signalled. A call that is refused fails with EPERM, so that a C library that tries more than it needs
// still reads a good file. Returns false if the kernel has no such filter or doesn't permit it, on other architectures
// than x86-64 and aarch64, and in a build with a sanitizer: the program's limits are in force without it.
bool enter_sandbox();

}  // namespace nnsummary::container

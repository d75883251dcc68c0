// libFuzzer's entry: runs the target that the environment names in TABLATTICE_FUZZ_TARGET.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "fuzz/targets.hpp"

namespace {

using tablattice::fuzzing::Target;
using tablattice::fuzzing::targets;

const Target* chosen = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  const char* name = std::getenv("TABLATTICE_FUZZ_TARGET");
  const auto* found = std::find_if(targets.begin(), targets.end(), [&](const Target& target) {
    return name != nullptr && std::string_view(target.name) == name;
  });
  if (found == targets.end()) {
    std::fputs("Set TABLATTICE_FUZZ_TARGET to one of the targets in fuzz/targets.hpp.\n", stderr);
    std::exit(1);
  }
  chosen = found;
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  chosen->run({reinterpret_cast<const char*>(data), size});
  return 0;
}

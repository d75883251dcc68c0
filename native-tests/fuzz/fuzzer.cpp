// libFuzzer's entry into one target, named when it is compiled.
#include <cstddef>
#include <cstdint>

#include "fuzz/targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tablattice::fuzzing::TABLATTICE_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}

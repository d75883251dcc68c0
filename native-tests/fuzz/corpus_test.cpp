// The kept corpus: what the fuzzers found worth trying once is tried on every run.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "fuzz/targets.hpp"

namespace tablattice::fuzzing {
namespace {

std::vector<std::filesystem::path> corpus_of(const char* target) {
  const std::filesystem::path folder = std::filesystem::path(TABLATTICE_FUZZ_CORPUS) / target;
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(folder)) files.push_back(file.path());
  std::sort(files.begin(), files.end());
  return files;
}

TEST(FuzzCorpus, NothingInItBreaksTheEngine) {
  for (const Target& target : targets) {
    const auto files = corpus_of(target.name);
    EXPECT_GE(files.size(), 5U) << target.name;
    for (const auto& path : files) {
      SCOPED_TRACE(path.string());
      std::ifstream file(path, std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
      target.run(bytes);
    }
  }
}

}  // namespace
}  // namespace tablattice::fuzzing

#include "core/short_bytes.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tablattice {
namespace {

TEST(ShortBytes, KeepsWhatItWasGivenLast) {
  ShortBytes bytes;
  EXPECT_EQ(bytes.view(), "");
  for (const std::size_t size : {3U, 24U, 25U, 1000U, 26U, 0U, 25U, 24U}) {
    const std::string text(size, static_cast<char>('a' + size % 26));
    bytes.assign(text);
    EXPECT_EQ(bytes.view(), text);
  }
}

}  // namespace
}  // namespace tablattice

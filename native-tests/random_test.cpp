#include "core/random.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace tablattice {
namespace {

const std::string some_seed = "0123456789abcdef00000000000000ff8000000000000000000000000000ABCD";

Random some_random() { return Random::from_seed(some_seed).value; }

TEST(Random, TheSameSeedGivesTheSameRun) {
  Random one = some_random();
  Random other = some_random();
  Random third = Random::from_seed(std::string(63, '0') + '2').value;
  bool differs = false;
  for (int count = 0; count < 100; ++count) {
    const std::uint64_t next = one.next();
    EXPECT_EQ(next, other.next());
    differs = differs || next != third.next();
  }
  EXPECT_TRUE(differs);
}

// The first outputs of the authors' C program (prng.di.unimi.it/xoshiro256starstar.c) for the state 1, 2, 3, 4.
TEST(Random, IsXoshiro256StarStar) {
  Random random = Random::from_seed("0000000000000001000000000000000200000000000000030000000000000004").value;
  EXPECT_EQ(random.next(), 11520U);
  EXPECT_EQ(random.next(), 0U);
  EXPECT_EQ(random.next(), 1509978240U);
  EXPECT_EQ(random.next(), 1215971899390074240U);
}

TEST(Random, ABadSeedIsRefusedByName) {
  for (const std::string& seed : {std::string(), std::string(63, '1'), std::string(65, '1'), std::string(64, '0'),
                                  std::string(63, '1') + 'g', std::string(63, '1') + ' ', "-" + std::string(63, '1')}) {
    const Status status = Random::from_seed(seed).status;
    EXPECT_EQ(status.code, "config_invalid") << seed;
    EXPECT_EQ(status.where, "config/seed");
  }
}

TEST(Random, FractionsAreSpreadOverTheWholeRange) {
  Random random = some_random();
  double sum = 0;
  for (int count = 0; count < 10'000; ++count) {
    const double fraction = random.fraction();
    ASSERT_GE(fraction, 0);
    ASSERT_LT(fraction, 1);
    sum += fraction;
  }
  EXPECT_NEAR(sum / 10'000, 0.5, 0.02);
}

TEST(Random, UuidsAreVersionFourAndNeverTheSame) {
  Random random = some_random();
  std::set<std::string> seen;
  for (int count = 0; count < 1'000; ++count) {
    const std::string uuid = random.uuid();
    ASSERT_EQ(uuid.size(), 36U);
    for (const std::size_t dash : {8U, 13U, 18U, 23U}) ASSERT_EQ(uuid[dash], '-');
    ASSERT_EQ(uuid[14], '4');
    ASSERT_NE(std::string("89ab").find(uuid[19]), std::string::npos) << uuid;
    ASSERT_EQ(uuid.find_first_not_of("0123456789abcdef-"), std::string::npos);
    ASSERT_TRUE(seen.insert(uuid).second);
  }
}

TEST(Backoff, DoublesUpToItsMostWithFullJitter) {
  Random random = some_random();
  for (const auto& [failures, ceiling] :
       {std::pair(0U, 500), {1U, 500}, {2U, 1000}, {3U, 2000}, {7U, 30'000}, {1'000'000U, 30'000}}) {
    std::int64_t least = ceiling;
    std::int64_t most = 0;
    for (int count = 0; count < 1'000; ++count) {
      const std::int64_t delay_ms = backoff_ms(failures, 500, 30'000, 0, random);
      least = std::min(least, delay_ms);
      most = std::max(most, delay_ms);
    }
    EXPECT_LT(least, ceiling / 20) << failures;
    EXPECT_GT(most, ceiling - ceiling / 20) << failures;
    EXPECT_LE(most, ceiling) << failures;
  }
}

TEST(Backoff, IsNeverShorterThanTheServerAskedFor) {
  Random random = some_random();
  for (int count = 0; count < 100; ++count) EXPECT_EQ(backoff_ms(1, 500, 30'000, 120'000, random), 120'000);
}

}  // namespace
}  // namespace tablattice

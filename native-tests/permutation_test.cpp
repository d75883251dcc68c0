// The property that the engine rests on: whatever the order in which a set of facts is heard, and however often, users see
// the same, and it is what design §4 says of the set. Two broken joins show that the property can fail.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <numeric>
#include <optional>
#include <tuple>

#include "core/collection.hpp"
#include "support/fact_set.hpp"
#include "support/seed.hpp"

namespace tablattice {
namespace {

using testing::describe;
using testing::Fact;
using testing::FactSet;
using testing::random_fact_set;
using testing::Visible;
using testing::visible_by_definition;
using Order = std::vector<std::size_t>;

constexpr std::size_t sets = 20'000;
constexpr std::size_t facts_permuted_max = 5;  // larger sets are tried in random orders
constexpr std::size_t random_orders = 20;

// ---- the engine's join ------------------------------------------------------------------------------------------------

CollectionOptions options_of(const FactSet& set) {
  CollectionOptions options;
  options.name = "slots";
  options.rung = set.plain ? Rung::plain : Rung::versioned;
  options.assign = set.assign;
  return options;
}

class EngineJoin {
 public:
  explicit EngineJoin(const FactSet& set) : collection_(options_of(set), settled_) {}

  void join(const Fact& fact) {
    const MutationName& name = fact.mutation.name;
    switch (fact.kind) {
      case Fact::Kind::row:
        join_row(fact);
        return;
      case Fact::Kind::gone:
        collection_.join_gone(fact.key, fact.stamp);
        return;
      case Fact::Kind::complete:
        collection_.join_complete(fact.stamp);
        return;
      case Fact::Kind::mutation:
        collection_.join_mutation(fact.mutation);
        return;
      case Fact::Kind::answered:
        collection_.join_answered(name, fact.mutation.key, fact.stamp);
        return;
      case Fact::Kind::settled:
        collection_.join_settled(name, fact.mutation.key);
        return;
      case Fact::Kind::transferred:
        settled_.join(SettledNames::from_json({{name.client, {{"to", name.n}, {"and", Json::array()}}}}).value);
        collection_.drop_settled();
        return;
      case Fact::Kind::alias:
        collection_.join_alias(fact.key, fact.server_key);
        return;
      case Fact::Kind::plain:
        collection_.become_plain();
        return;
    }
  }

  [[nodiscard]] Visible visible() const {
    Visible visible;
    for (const std::string& key : collection_.keys()) visible[key] = *collection_.visible(key);
    return visible;
  }

  Collection& collection() { return collection_; }

 private:
  void join_row(const Fact& fact) {
    if (fact.text.empty()) {
      collection_.join_tombstone(fact.key, fact.version, fact.stamp, fact.read);
    } else {
      collection_.join_row({fact.key, fact.version, fact.text}, fact.stamp, fact.read);
    }
  }

  SettledNames settled_;
  Collection collection_;
};

// ---- broken joins -----------------------------------------------------------------------------------------------------

// Keeps one row fact per key, chosen on arrival by Rule, and all other facts: it is wrong in that choice alone.
template <typename Rule>
class OneFactJoin {
 public:
  explicit OneFactJoin(const FactSet& set) : kept_{set.plain, set.assign, {}} {}

  void join(const Fact& fact) {
    const auto known = std::find_if(kept_.facts.begin(), kept_.facts.end(), [&](const Fact& it) {
      return fact.kind == Fact::Kind::row && it.kind == Fact::Kind::row && it.key == fact.key;
    });
    if (known == kept_.facts.end()) {
      kept_.facts.push_back(fact);
    } else if (kept_.plain ? by_stamp(fact) > by_stamp(*known) : Rule::replaces(fact, *known)) {
      *known = fact;
    }
  }

  [[nodiscard]] Visible visible() const { return visible_by_definition(kept_); }

  static auto by_stamp(const Fact& fact) { return std::tuple(fact.stamp, fact.version, fact.text.empty(), fact.text); }
  static auto by_version(const Fact& fact) {
    return std::tuple(fact.version, fact.stamp, fact.text.empty(), fact.text);
  }

 private:
  FactSet kept_;
};

// "Compare versions if both have one, else stamps": not transitive.
struct NaiveRule {
  static bool replaces(const Fact& fact, const Fact& known) {
    const bool versions = !fact.version.none() && !known.version.none();
    using Join = OneFactJoin<NaiveRule>;
    return versions ? Join::by_version(fact) > Join::by_version(known) : Join::by_stamp(fact) > Join::by_stamp(known);
  }
};

// One maximum in place of the Pareto front: the right one, but what it drops is missing once *gone* takes it.
struct MaximumRule {
  static bool replaces(const Fact& fact, const Fact& known) {
    using Join = OneFactJoin<MaximumRule>;
    return Join::by_version(fact) > Join::by_version(known);
  }
};

// ---- the property -----------------------------------------------------------------------------------------------------

std::string shown(const Visible& visible) {
  Json rows = Json::object();
  for (const auto& [key, text] : visible) rows[key] = text;
  return rows.dump();
}

template <typename Join>
std::optional<std::string> failure_in(const FactSet& set, const Order& order, const Visible& expected) {
  Join join(set);
  for (const std::size_t index : order) join.join(set.facts[index]);
  const Visible visible = join.visible();
  if (visible == expected) return std::nullopt;
  return describe(set, order) + "  seen: " + shown(visible) + "\n  expected: " + shown(expected);
}

// Some facts are heard again, each somewhere after its first time.
Order with_duplicates(Order order, Chooser& random) {
  const std::size_t duplicates = random.below(3);
  for (std::size_t count = 0; count < duplicates; ++count) {
    const std::size_t first = random.below(order.size());
    const std::size_t again = first + 1 + random.below(order.size() - first);
    order.insert(order.begin() + static_cast<std::ptrdiff_t>(again), order[first]);
  }
  return order;
}

void shuffle(Order& order, Chooser& random) {
  for (std::size_t size = order.size(); size > 1; --size) std::swap(order[size - 1], order[random.below(size)]);
}

const char* test_name() { return ::testing::UnitTest::GetInstance()->current_test_info()->name(); }

// The first order in which the facts end in another state than expected.
template <typename Join>
std::optional<std::string> counterexample(const FactSet& set, const Visible& expected, Chooser& random) {
  Order order(set.facts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::size_t left = random_orders;
  do {
    if (auto failure = failure_in<Join>(set, with_duplicates(order, random), expected)) return failure;
    if (order.size() > facts_permuted_max) shuffle(order, random);
  } while (order.size() > facts_permuted_max ? --left > 0 : std::next_permutation(order.begin(), order.end()));
  return std::nullopt;
}

template <typename Join, typename Expectation>
std::optional<std::string> first_counterexample(Expectation expected) {
  Chooser random(announced_seed(test_name()));
  for (std::size_t number = 0; number < sets; ++number) {
    const FactSet set = random_fact_set(random);
    auto failure = counterexample<Join>(set, expected(set), random);
    if (failure) return "set " + std::to_string(number) + ", " + *failure;
  }
  return std::nullopt;
}

TEST(Permutation, EveryOrderEndsInWhatTheDefinitionSays) {
  const auto failure = first_counterexample<EngineJoin>(visible_by_definition);
  EXPECT_FALSE(failure) << *failure;
}

// Found out by order alone: the same facts, heard in two orders, end in two states.
TEST(Permutation, FindsTheNaiveRuleOut) {
  using Join = OneFactJoin<NaiveRule>;
  const auto as_listed = [](const FactSet& set) {
    Join join(set);
    for (const Fact& fact : set.facts) join.join(fact);
    return join.visible();
  };
  const auto failure = first_counterexample<Join>(as_listed);
  ASSERT_TRUE(failure) << "no order was found in which it matters";
  std::cout << *failure << std::endl;
}

TEST(Permutation, FindsOneMaximumInPlaceOfTheFrontOut) {
  const auto failure = first_counterexample<OneFactJoin<MaximumRule>>(visible_by_definition);
  ASSERT_TRUE(failure) << "the front was never needed";
  std::cout << *failure << std::endl;
}

// Views are fed by take_changed(): who applies what it names, and nothing else, must hold what is visible.
TEST(Permutation, ChangesTellAllThatIsVisibleAndNothingThatStays) {
  Chooser random(announced_seed(test_name()));
  for (std::size_t number = 0; number < sets / 4; ++number) {
    const FactSet set = random_fact_set(random);
    EngineJoin join(set);
    Visible mirror;
    for (const Fact& fact : set.facts) {
      join.join(fact);
      if (random.once_in(3)) continue;  // several facts may come between two looks
      for (const std::string& key : join.collection().take_changed()) {
        const std::string* text = join.collection().visible(key);
        const auto known = mirror.find(key);
        ASSERT_NE(known == mirror.end() ? std::string() : known->second, text == nullptr ? std::string() : *text);
        text == nullptr ? static_cast<void>(mirror.erase(key)) : static_cast<void>(mirror[key] = *text);
      }
      ASSERT_EQ(mirror, join.visible()) << "set " << number << ", " << describe(set, {});
      ASSERT_EQ(mirror.size(), join.collection().size());
    }
  }
}

}  // namespace
}  // namespace tablattice

#include "support/random_facts.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace tablattice::testing {
namespace {

MutationName some_name(Chooser& random) { return {"c", 1 + random.below(20)}; }

Mutation some_mutation(Chooser& random) {
  const MutationName name = some_name(random);
  const std::string key = some_key(random);
  if (random.once_in(6)) return {name, some_stamp(random), "slots", key, Operation::remove, nullptr};
  const Json text = std::to_string(random.below(3));
  const bool create = random.once_in(3);
  return {name, some_stamp(random), "slots", key, create ? Operation::create : Operation::update, {{"text", text}}};
}

std::string join_fact(Collection& collection, SettledNames& settled, Chooser& random) {
  switch (random.below(12)) {
    case 0:
    case 1:
    case 2:
      collection.join_row(some_row(random), some_stamp(random), random.once_in(2));
      return "row";
    case 3:
      collection.join_tombstone(some_key(random), some_version(random), some_stamp(random), true);
      return "tombstone";
    case 4:
      collection.join_gone(some_key(random), some_stamp(random));
      return "gone";
    case 5:
      collection.join_complete(some_stamp(random));
      return "complete";
    case 6:
    case 7:
      collection.join_mutation(some_mutation(random));
      return "mutation";
    case 8:
      collection.join_answered(some_name(random), some_key(random), some_stamp(random));
      return "answer";
    case 9:
      collection.join_settled(some_name(random), some_key(random));
      return "settled";
    case 10:
      collection.join_alias(some_key(random), some_key(random));
      return "alias";
    default:
      settled.add(some_name(random));
      collection.drop_settled();
      return "settled names";
  }
}

// As a tab keeps its own when it begins anew.
std::vector<Mutation> unanswered(const Collection& collection) {
  std::vector<Mutation> waiting;
  for (const std::string& key : collection.unsettled_keys()) {
    const RowState& row = *collection.state(key);
    std::copy_if(row.mutations().begin(), row.mutations().end(), std::back_inserter(waiting),
                 [&](const Mutation& mutation) { return !row.answered(mutation.name); });
  }
  return waiting;
}

}  // namespace

CollectionOptions slots_of(Rung rung) {
  CollectionOptions options;
  options.name = "slots";
  options.rung = rung;
  return options;
}

std::string some_key(Chooser& random) { return "\"k" + std::to_string(random.below(12)) + "\""; }

Version some_version(Chooser& random) { return *Version::from_json(1 + random.below(6)); }

Stamp some_stamp(Chooser& random) { return {1 + static_cast<std::int64_t>(random.below(40)), 0, "x"}; }

RowText some_row(Chooser& random) {
  const std::string key = some_key(random);
  const Json row = {{"id", Json::parse(key)}, {"text", std::to_string(random.below(3))}};
  return {key, some_version(random), dump_json(row)};
}

std::string join_something(Collection& collection, SettledNames& settled, Chooser& random) {
  std::string what = join_fact(collection, settled, random);
  if (random.once_in(40)) {
    collection.become_plain();
    what += ", then plain";
  }
  if (random.once_in(40)) {
    collection.forget(some_stamp(random));
    what += ", then forgotten";
  }
  if (random.once_in(80)) {
    collection.reset(unanswered(collection));
    what += ", then reset";
  }
  return what;
}

}  // namespace tablattice::testing

// Random sets of facts about a few rows, and what users must see of them by the definition of design §4, evaluated by brute
// force over the set. Nothing here is shared with the engine's join but Json, Version and Stamp.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/mutation.hpp"
#include "core/stamp.hpp"
#include "core/version.hpp"
#include "support/seed.hpp"

namespace tablattice::testing {

// What users see: a text for each row that is there, by key.
using Visible = std::map<std::string, std::string>;

// One thing that a tab can learn, with the members that its kind uses.
struct Fact {
  enum class Kind {
    row,          // key, version, stamp, read, text (empty: a tombstone)
    gone,         // key, stamp
    complete,     // stamp
    mutation,     // mutation
    answered,     // mutation.name, mutation.key, stamp
    settled,      // mutation.name, mutation.key
    transferred,  // mutation.name and all names of its client before it
    alias,        // key (the temporary one), server_key
    plain         // the versions turned out to be useless
  };
  Kind kind = Kind::row;
  std::string key;
  std::string server_key;
  Version version;
  Stamp stamp;
  bool read = false;
  std::string text;
  Mutation mutation;
};

struct FactSet {
  bool plain = false;   // the rung from the start
  bool assign = false;  // patch: 'assign'
  std::vector<Fact> facts;
};

// Few versions (none, ties in several forms), few stamps, few texts: ties and restarted versions are the rule.
FactSet random_fact_set(Chooser& random);

// The set definition.
Visible visible_by_definition(const FactSet& set);

// For the message of a failure: one fact a line, in this order.
std::string describe(const FactSet& set, const std::vector<std::size_t>& order);

}  // namespace tablattice::testing

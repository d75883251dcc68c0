#include "support/fact_set.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <set>
#include <tuple>

#include "core/json.hpp"
#include "core/status.hpp"

namespace tablattice::testing {
namespace {

const std::string first_key = "\"a\"";
const std::string second_key = "\"b\"";
const std::string temporary_key = "\"t\"";

// ---- random sets ------------------------------------------------------------------------------------------------------

class Generator {
 public:
  explicit Generator(Chooser& random) : random_(random) { name_mutations(); }

  FactSet set() {
    FactSet set;
    set.plain = chance(20);
    set.assign = chance(20);
    rows_only_ = chance(30);
    const std::size_t size = 2 + below(9);
    while (set.facts.size() < size) set.facts.push_back(fact());
    return set;
  }

 private:
  std::size_t below(std::size_t limit) { return random_.below(limit); }
  bool chance(std::size_t percent) { return below(100) < percent; }
  std::string row_key() { return chance(75) ? first_key : second_key; }
  std::string any_key() { return chance(25) ? temporary_key : row_key(); }
  Stamp stamp() { return {static_cast<std::int64_t>(1 + below(6)), 0, chance(70) ? "x" : "y"}; }

  Version version() {
    static const Json values[] = {nullptr, 1, 2, "2", 3, "03", 4};
    const Json& value = values[below(std::size(values))];
    return value.is_null() ? Version() : *Version::from_json(value);
  }

  // A name stands for one mutation, in every fact that speaks of it.
  void name_mutations() {
    for (const char* client : {"p", "q"}) {
      for (std::uint64_t n = 1; n <= 2; ++n) {
        Mutation mutation{{client, n}, stamp(), "slots", any_key(), Operation::update, nullptr};
        mutation.operation = std::array{Operation::create, Operation::update, Operation::remove}[below(3)];
        if (mutation.operation != Operation::remove) mutation.payload = payload();
        mutations_.push_back(mutation);
      }
    }
  }

  Json payload() {
    static const char* texts[] = {R"({"id":"other","x":7})", R"({"x":8})",        R"({"x":null,"y":1})",
                                  R"({"y":{"z":null}})",     R"({"$pending":5})", R"({})"};
    return parse_json(texts[below(std::size(texts))]).value;
  }

  Fact row_fact() {
    Fact fact;
    fact.key = row_key();
    fact.version = version();
    fact.stamp = stamp();
    fact.read = chance(70);
    const std::string members = std::array{",\"x\":1", ",\"x\":2", ",\"y\":{\"z\":3}"}[below(3)];
    if (!chance(25)) fact.text = "{\"id\":" + fact.key + members + "}";
    return fact;
  }

  Fact fact() {
    if (chance(rows_only_ ? 80 : 35)) return row_fact();
    Fact fact;
    fact.stamp = stamp();
    fact.mutation = mutations_[below(mutations_.size())];
    fact.kind = rows_only_ ? Fact::Kind::gone : other_kind();
    fact.key = fact.kind == Fact::Kind::alias ? temporary_key : row_key();
    fact.server_key = row_key();
    return fact;
  }

  Fact::Kind other_kind() {
    using Kind = Fact::Kind;
    static const Kind kinds[] = {Kind::gone,     Kind::gone,     Kind::complete, Kind::mutation,    Kind::mutation,
                                 Kind::mutation, Kind::mutation, Kind::mutation, Kind::answered,    Kind::answered,
                                 Kind::answered, Kind::alias,    Kind::settled,  Kind::transferred, Kind::plain};
    return kinds[below(std::size(kinds))];
  }

  Chooser& random_;
  std::vector<Mutation> mutations_;
  bool rows_only_ = false;
};

// ---- the definition ---------------------------------------------------------------------------------------------------

class Definition {
 public:
  explicit Definition(const FactSet& set) : set_(set) {}

  Visible visible() const {
    Visible visible;
    for (const std::string& key : {first_key, second_key, temporary_key}) {
      if (const auto text = visible_at(key)) visible[key] = *text;
    }
    return visible;
  }

 private:
  using Kind = Fact::Kind;

  template <typename Matches>
  std::vector<const Fact*> facts(Kind kind, Matches matches) const {
    std::vector<const Fact*> found;
    for (const Fact& fact : set_.facts) {
      if (fact.kind == kind && matches(fact)) found.push_back(&fact);
    }
    return found;
  }

  bool plain() const {
    return set_.plain || !facts(Kind::plain, [](const Fact&) { return true; }).empty();
  }

  // Of the row facts stamped after the last *gone*, the greatest; nothing where that is a tombstone or there is none.
  const Fact* confirmed(const std::string& key) const {
    Stamp gone;
    for (const Fact* fact : facts(Kind::gone, [&](const Fact& it) { return it.key == key; })) {
      gone = std::max(gone, fact->stamp);
    }
    const auto alive = facts(Kind::row, [&](const Fact& it) { return it.key == key && it.stamp > gone; });
    if (alive.empty()) return nullptr;
    const bool by_stamp = plain();
    const auto below = [&](const Fact* left, const Fact* right) {
      const auto rank = [](const Fact* it) { return std::pair(it->text.empty(), it->text); };
      if (by_stamp && left->stamp != right->stamp) return left->stamp < right->stamp;
      if (left->version != right->version) return left->version < right->version;
      if (left->stamp != right->stamp) return left->stamp < right->stamp;
      return rank(left) < rank(right);
    };
    const Fact* greatest = *std::max_element(alive.begin(), alive.end(), below);
    return greatest->text.empty() ? nullptr : greatest;
  }

  std::set<std::string> server_keys(const std::string& key) const {
    std::set<std::string> keys;
    for (const Fact* fact : facts(Kind::alias, [&](const Fact& it) { return it.key == key; })) {
      keys.insert(fact->server_key);
    }
    return keys;
  }

  // Whether the world was read after `stamp`, as far as a mutation on `key` is concerned.
  bool read_after(const Stamp& stamp, const std::string& key) const {
    std::set<std::string> keys = server_keys(key);
    keys.insert(key);
    const auto later = [&](const Fact& it) { return it.stamp > stamp; };
    const auto of_row = [&](const Fact& it) { return later(it) && keys.contains(it.key); };
    return !facts(Kind::complete, later).empty() || !facts(Kind::gone, of_row).empty() ||
           !facts(Kind::row, [&](const Fact& it) { return it.read && of_row(it); }).empty();
  }

  bool settled(const Mutation& mutation) const {
    const auto named = [&](const Fact& it) { return it.mutation.name == mutation.name; };
    if (!facts(Kind::settled, named).empty()) return true;
    const auto covers = [&](const Fact& it) {
      return it.mutation.name.client == mutation.name.client && it.mutation.name.n >= mutation.name.n;
    };
    if (!facts(Kind::transferred, covers).empty()) return true;
    const auto answers = facts(Kind::answered, named);
    return std::any_of(answers.begin(), answers.end(),
                       [&](const Fact* answer) { return read_after(answer->stamp, mutation.key); });
  }

  bool pending(const Mutation& mutation) const {
    return facts(Kind::answered, [&](const Fact& it) { return it.mutation.name == mutation.name; }).empty();
  }

  std::vector<Mutation> folded_at(const std::string& key) const {
    std::map<std::tuple<Stamp, std::string, std::uint64_t>, Mutation> in_order;
    for (const Fact* fact : facts(Kind::mutation, [](const Fact&) { return true; })) {
      const Mutation& mutation = fact->mutation;
      const auto keys = server_keys(mutation.key);
      const std::string home = keys.empty() ? mutation.key : *keys.rbegin();
      if (home != key || settled(mutation)) continue;
      in_order.emplace(std::tuple(mutation.stamp, mutation.name.client, mutation.name.n), mutation);
    }
    std::vector<Mutation> mutations;
    mutations.reserve(in_order.size());
    for (const auto& [place, mutation] : in_order) mutations.push_back(mutation);
    return mutations;
  }

  std::optional<std::string> visible_at(const std::string& key) const {
    Json row;  // null: not there
    if (const Fact* fact = confirmed(key)) row = parse_json(fact->text).value;
    bool waits = false;
    for (const Mutation& mutation : folded_at(key)) {
      waits = waits || pending(mutation);
      if (mutation.operation == Operation::create) row = mutation.payload;
      if (mutation.operation == Operation::remove) row = nullptr;
      if (mutation.operation == Operation::update && !row.is_null()) patch(row, mutation.payload);
      if (!row.is_null()) row["id"] = parse_json(key).value;
    }
    if (row.is_null()) return std::nullopt;
    row.erase("$pending");
    if (waits) row["$pending"] = true;
    return dump_json(row);
  }

  void patch(Json& row, const Json& changes) const {
    if (!set_.assign) return merge_patch(row, changes);
    for (const auto& [name, value] : changes.items()) row[name] = value;
  }

  const FactSet& set_;
};

std::string describe(const Fact& fact) {
  static const char* words[] = {"row",     "gone",        "complete", "mutation", "answered",
                                "settled", "transferred", "alias",    "plain"};
  Json members = {{"kind", words[static_cast<std::size_t>(fact.kind)]}, {"stamp", fact.stamp.to_json()}};
  if (fact.kind == Fact::Kind::row || fact.kind == Fact::Kind::gone || fact.kind == Fact::Kind::alias) {
    members["key"] = fact.key;
  }
  if (fact.kind == Fact::Kind::row) {
    members["version"] = fact.version.value();
    members["text"] = fact.text;
    members["read"] = fact.read;
  }
  if (fact.kind == Fact::Kind::alias) members["server_key"] = fact.server_key;
  if (fact.kind >= Fact::Kind::mutation && fact.kind <= Fact::Kind::transferred) {
    members["name"] = fact.mutation.name.text();
    members["on"] = fact.mutation.key;
  }
  if (fact.kind == Fact::Kind::mutation) {
    members["stamp"] = fact.mutation.stamp.to_json();
    members["operation"] = operation_word(fact.mutation.operation);
    members["payload"] = fact.mutation.payload;
  }
  return dump_json(members);
}

}  // namespace

FactSet random_fact_set(Chooser& random) { return Generator(random).set(); }

Visible visible_by_definition(const FactSet& set) { return Definition(set).visible(); }

std::string describe(const FactSet& set, const std::vector<std::size_t>& order) {
  std::string text = std::string(set.plain ? "plain" : "versioned") + (set.assign ? ", assign" : ", merge") + "\n";
  for (const std::size_t index : order) text += "  " + describe(set.facts[index]) + "\n";
  return text;
}

}  // namespace tablattice::testing

// What users did, and what became of it: kept beside the world, which knows nothing of it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/mutation.hpp"

namespace tablattice::simulation {

// Users write the fields `a`, `b` and `c`, each time with a text that nobody wrote before. So what a row shows tells
// whose change it is. The server adds `mark`, the number of the change, which means nothing to the engine, and (but for
// the plain rung) `version`.
inline constexpr std::size_t field_count = 3;
inline constexpr std::array<const char*, field_count> field_names = {"a", "b", "c"};

// The server refuses every write of a text that begins so.
inline constexpr char refused_letter = 'x';

enum class Told { nothing, saved, refused };

// One change that a user asked for and the engine took.
struct Deed {
  std::size_t index = 0;
  std::string name;
  std::size_t collection = 0;
  std::string key;  // key text, as the engine named it; temporary where the server makes the ids
  Operation operation = Operation::update;
  std::size_t field = 0;
  std::string token;  // what it writes; empty for a deletion
  int cleared = -1;   // the field whose text it removes; -1: none
  std::size_t tab = 0;
  bool promised = false;
  std::int64_t at_ms = 0;

  bool stored = false;                 // its entry was written to storage
  bool stored_lost = false;            // and storage lost it
  bool unstored = false;               // storage refused to write it, at least once
  bool refusal_unstored = false;       // so it refused to keep that it failed, or of unknown outcome
  bool failure_stored = false;         // a tab keeps it as refused
  int failure_lost_in = -1;            // the tab whose failure of it storage lost, if another than its own
  bool attempt_unstored = false;       // storage refused to count an attempt, so an heir cannot know of it
  std::set<std::size_t> uncounted_in;  // tabs that sent it from memory, for storage refused to keep that they have it
  bool told_nobody = false;            // its tab died before the effects of its dispatch were all executed
  bool unheard = false;                // the tab that was to tell its user died in the very step
  bool let_go = false;                 // its user discarded it or tried again under another name
  std::vector<std::uint64_t> applied;  // marks of the server's changes
  bool first_applied_late = false;     // after its sender had given that request up
  bool first_applied_by_copy = false;  // by a request that the network had sent again by itself
  bool applied_overtaken = false;      // the first time by a request of a tab that may have an heir
  bool absent_seen = false;            // a deletion was answered 404: there was nothing to delete
  bool absent_saved = false;           // it was told as saved before the server applied it, for the row was not there
  bool answered_no = false;            // the server refused it for good, at least once
  std::set<std::size_t> saved_in;      // tabs that told it as saved
  std::set<std::size_t> refused_in;    // tabs that told it as refused, with any code but outcome_unknown
  bool conflicted = false;             // told as refused for a failed precondition
  bool given_up = false;               // told as refused, for all its attempts had been answered "not now"
  bool keyless = false;                // told as refused, for the server's key for its row was never heard of
  bool told_unknown = false;
  int unknown_in = -1;  // the last tab that told the others so; -1: none
  std::size_t last_sender = 0;
  unsigned sender_absences = 0;  // how often that tab had been away then
  unsigned asks = 0;             // attempts, whether they left the browser or not
  unsigned sends = 0;

  [[nodiscard]] bool told() const { return !saved_in.empty() || !refused_in.empty() || told_unknown; }
};

class Ledger {
 public:
  Deed& add(Deed deed);
  [[nodiscard]] std::vector<Deed>& deeds() { return deeds_; }
  [[nodiscard]] const std::vector<Deed>& deeds() const { return deeds_; }
  [[nodiscard]] Deed* find(const std::string& name);
  // The deeds that write this text: one, and those of the same change tried again.
  [[nodiscard]] const std::vector<std::size_t>& writers(const std::string& token) const;
  // The deeds on this row, under its temporary key too.
  [[nodiscard]] const std::vector<std::size_t>& on_row(std::size_t collection, const std::string& key) const;

  // The server made `key` for the row that a client called `temporary_key`. Where a create may be sent twice it makes
  // two.
  void alias(std::size_t collection, const std::string& temporary_key, const std::string& key);
  // Where the row is: its server's key where that is known.
  [[nodiscard]] const std::string& home(const std::string& key) const;
  // The server's keys for a temporary one; none for any other.
  [[nodiscard]] const std::vector<std::string>& homes(const std::string& key) const;
  // Whether the deed's row is the one of that key.
  [[nodiscard]] bool is_at(const Deed& deed, const std::string& key) const;

 private:
  std::vector<Deed> deeds_;
  std::map<std::string, std::size_t> by_name_;
  std::map<std::string, std::vector<std::size_t>> by_token_;
  std::map<std::pair<std::size_t, std::string>, std::vector<std::size_t>> by_row_;
  std::map<std::string, std::vector<std::string>> aliases_;
};

}  // namespace tablattice::simulation

// What is known of one row: the compact form of a set of facts, in which every part is a maximum, a minimum or a union.
// Joining is commutative, associative and idempotent; native-tests/permutation_test.cpp holds it to the set definition.
#pragma once

#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/boxed.hpp"
#include "core/json.hpp"
#include "core/mutation.hpp"
#include "core/stamp.hpp"
#include "core/version.hpp"

namespace tablattice {

// The server said at `stamp` that the row stood at `version` with this text, or was deleted at that version.
struct RowFact {
  Version version;
  Stamp stamp;
  std::string text;            // compact JSON object; empty for a tombstone
  std::uint64_t sequence = 0;  // the collection's own count at which it was first joined; not part of the fact itself
  std::uint64_t hash = 0;      // row_hash of key and text; 0 for a tombstone

  [[nodiscard]] bool tombstone() const { return text.empty(); }
};

// The facts of one row: nearly always a single one, which stands in place.
class RowFacts {
 public:
  [[nodiscard]] const RowFact* begin() const { return many_ ? many_->data() : &one_; }
  [[nodiscard]] const RowFact* end() const { return begin() + size(); }
  [[nodiscard]] std::size_t size() const { return many_ ? many_->size() : one_.stamp.empty() ? 0 : 1; }
  [[nodiscard]] bool empty() const { return size() == 0; }
  // A fact's stamp is never empty.
  void add(RowFact fact);
  // Takes the stamp of the one fact that there is.
  void restamp(const Stamp& stamp) { one_.stamp = stamp; }
  template <typename Condition>
  void erase_if(Condition condition) {
    if (!many_) {
      if (!empty() && condition(one_)) one_ = RowFact();
      return;
    }
    std::erase_if(*many_, condition);
    if (many_->size() > 1) return;
    const auto left = std::exchange(many_, {});
    if (!left->empty()) one_ = left->front();
  }

 private:
  RowFact one_;                       // none: its stamp is empty
  Boxed<std::vector<RowFact>> many_;  // all of them, where they are more than one
};

// An acked outcome without row, or an unknown one: the effect is in the server at `stamp`, if it is anywhere.
struct MutationAnswer {
  Stamp stamp;
  std::string key;  // the mutation's own key
};

// How confirmed is picked: by version, ties by stamp (feed and versioned rungs), or by stamp, ties by version (plain
// rung). What is left of the ties goes by text, where a tombstone counts as the greatest.
enum class Order { by_version, by_stamp };

// How a row's mutations are folded over its confirmed fact.
struct Folding {
  Order order = Order::by_version;
  bool assign = false;  // updates by Object.assign instead of RFC 7396
  std::string key_field;
  std::string key;  // canonical key text; whatever a mutation says, the row keeps it
};

// A row's unsettled mutations are folded over its confirmed fact; their answers are kept by name, so that an answer may
// come before the mutation it answers. A name stands for one mutation: its payload and stamp never differ.
//
// The facts are the Pareto front: A goes where B's version and stamp are both at least A's (of equals the greater text
// stays). The greatest of either Order is always on the front, and stays there whatever *gone* removes: *gone* takes
// the lowest stamps, so a fact never goes before one that it had replaced.
//
// The design orders outcomes unknown < rejected < acked and keeps the greatest. With settling ("a read sent after the
// outcome's stamp") the greatest stamp is not a join: acked(5), read(7), acked(9) and acked(5), acked(9), read(7) would
// end differently. An effect that is in the server at 5 is there at 9, so the smallest stamp says more, and it joins.
class RowState {
 public:
  // Each returns whether anything was learnt (false: stale or duplicate).
  bool join_fact(RowFact fact);
  // The same as join_fact() and join_read() where that costs no copy: what is told is the one fact that is known, at this
  // stamp, and nothing else is known of the row. What was learnt; nothing where join_fact() is to be asked.
  std::optional<bool> join_again(const Version& version, std::string_view text, const Stamp& stamp, bool read);
  bool join_gone(const Stamp& stamp);  // known not to be there at `stamp`
  bool join_read(const Stamp& stamp);  // a read sent at `stamp` spoke of this row
  bool join_mutation(const Mutation& mutation);
  bool join_answered(const MutationName& name, const MutationAnswer& answer);
  bool drop_mutation(const MutationName& name);  // it is settled: it goes, and its answer
  // An alias was heard: the mutations and answers that name `key` go to the state of the row that it really is.
  bool move_mutations(const std::string& key, RowState& target);

  // The fact that stands, or null where the row is not there.
  [[nodiscard]] const RowFact* confirmed(Order order) const;
  // Confirmed, then the mutations in order; nothing where no row results. No engine members.
  [[nodiscard]] std::optional<Json> folded(const Folding& folding) const;

  // A mutation without any answer yet: the row looks pending.
  [[nodiscard]] bool pending() const;
  [[nodiscard]] bool answered(const MutationName& name) const { return answers().contains(name); }
  // Whether a mutation without any answer comes before that one in fold order.
  [[nodiscard]] bool unanswered_before(const Mutation& mutation) const;
  [[nodiscard]] const std::map<MutationName, MutationAnswer>& answers() const { return rare().answers; }
  [[nodiscard]] const std::vector<Mutation>& mutations() const { return rare().mutations; }
  [[nodiscard]] const RowFacts& facts() const { return facts_; }
  [[nodiscard]] const Stamp& gone() const { return rare().gone; }
  [[nodiscard]] const Stamp& read_at() const { return read_at_; }
  // Drops answers older than `horizon` to mutations that were never heard of. Whether there were any.
  bool forget_answers(const Stamp& horizon);
  // Nothing at all is known.
  [[nodiscard]] bool unknown() const { return facts_.empty() && read_at_.empty() && !rare_; }
  // Nothing but facts older than `horizon` about a row that is not there.
  [[nodiscard]] bool forgettable(const Stamp& horizon, Order order) const;

 private:
  // What most rows have nothing of.
  struct Rare {
    Stamp gone;
    std::vector<Mutation> mutations;  // unsettled, in fold order
    std::map<MutationName, MutationAnswer> answers;
  };

  [[nodiscard]] const Rare& rare() const;
  void drop_rare();  // where it holds nothing

  RowFacts facts_;  // the front, without those stamped at or below *gone*
  Stamp read_at_;
  Boxed<Rare> rare_;
};

}  // namespace tablattice

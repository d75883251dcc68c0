// A named set of rows: the join of everything known about them, and what users see of it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/alias.hpp"
#include "core/boxed.hpp"
#include "core/field_index.hpp"
#include "core/hash.hpp"
#include "core/json.hpp"
#include "core/mutation.hpp"
#include "core/row.hpp"
#include "core/stamp.hpp"
#include "core/status.hpp"
#include "core/text_compare.hpp"

namespace tablattice {

// What the backend gives, and so what is promised (design §4).
enum class Rung { feed, versioned, plain };
const char* rung_word(Rung rung);

enum class Ids { client, server };
enum class Conflict { merge, reject };
enum class RequestOrder { row, collection, all };

// One collection as createEngine({ collections }) declares it.
struct CollectionOptions {
  std::string name;
  std::string key_field = "id";
  std::optional<std::string> version_field = "version";  // none: the plain rung
  Rung rung = Rung::versioned;
  bool rung_told = false;  // false: the engine may find out that it is plain
  Ids ids = Ids::client;
  bool assign = false;  // patch: 'assign'
  Conflict conflict = Conflict::merge;
  RequestOrder order = RequestOrder::row;
  bool if_match = false;          // writes carry If-Match with the confirmed version
  bool idempotency_keys = false;  // the backend remembers Idempotency-Key
  std::string slice;              // empty: none
  bool persist = false;           // the leader keeps the confirmed rows in the host's cache
};

// Reads one declaration, `{ key, version, feed, rung, ids, patch, conflict, order, ifMatch, idempotencyKeys, slice }`.
// Unknown members, wrong types and contradictions (a feed without versions) are refused by name ("config_invalid").
Result<CollectionOptions> read_collection_options(const std::string& name, const Json& value);

// One row as a backend's body or a message names it.
struct RowText {
  std::string key;
  Version version;
  std::string text;  // compact JSON, members that begin with `$` removed
};

// The same where somebody else keeps its texts.
struct RowTextView {
  RowTextView() = default;
  RowTextView(std::string_view its_key, Version its_version, std::string_view its_text)
      : key(its_key), version(std::move(its_version)), text(its_text) {}
  RowTextView(const RowText& row) : key(row.key), version(row.version), text(row.text) {}

  std::string_view key;
  Version version;
  std::string_view text;
};

// The sync handler brings the facts; what they say together is decided here, whatever their order. Row facts belong to
// the key they name. Mutations and answers belong to the row that their key turns out to be (alias): until then to the
// key's own.
//
// A mutation is settled once it is told so, or once it has an answer older than a read of its row or than a full list.
// Being settled is a fact of its own and never ends: a mutation or an answer that comes later is ignored.
//
// Pointers to rows, texts and states hold until the next call that is not const.
class Collection {
  struct Entry;
  using Row = std::pair<const std::string, Entry>;  // as it is kept

 public:
  // `settled` is shared by all collections of an engine and outlives them.
  Collection(CollectionOptions options, SettledNames& settled);

  [[nodiscard]] const CollectionOptions& options() const { return options_; }
  [[nodiscard]] Rung rung() const { return options_.rung; }
  // How the fact that stands is picked.
  [[nodiscard]] Order order() const { return options_.rung == Rung::plain ? Order::by_stamp : Order::by_version; }
  // From now on rows are compared by stamp: the backend's versions are missing or cannot be compared.
  void become_plain();

  // Checks one JSON object as a row of this collection: it is an object, its key is good, and on the upper rungs its
  // version can be compared (on the plain rung it may be missing, and is kept where it can). Codes: "row_invalid" (not
  // an object), "key_invalid", "version_missing", "version_form" (the collection must become plain; the row is good
  // there). `where` names the row's place; the problem's place is that and the field.
  [[nodiscard]] Result<RowText> read_row(const Json& value, const std::string& where) const;
  // The same checks alone.
  [[nodiscard]] Status check_row(const Json& value, const std::string& where) const;

  // ---- facts in; each returns whether anything was learnt -----------------------------------------------------------
  bool join_row(const RowTextView& row, const Stamp& stamp, bool read);  // read: from a read, not a write's answer
  // Where a key's row is kept, so that it is looked up once. Good as long as the collection is there and forgets nothing.
  class Place {
   public:
    Place() = default;
    // Nothing was ever heard of the key.
    [[nodiscard]] bool empty() const { return row_ == nullptr; }

   private:
    friend class Collection;
    explicit Place(Row* row) : row_(row) {}
    Row* row_ = nullptr;
  };
  [[nodiscard]] Place place(std::string_view key);
  // The same for a row of a read. Whether the confirmed row is another one than before, and still there. `place`: the
  // key's; after that it is not empty.
  bool join_read_row(Place& place, const RowTextView& row, const Stamp& stamp);
  // A read that was sent at `stamp` found all rows as they are confirmed here since no later than `sequence`.
  void join_unchanged(const Stamp& stamp, std::uint64_t sequence);
  // All that another tab knows of the row at `key`, mutations aside. What is settled stays settled.
  bool join_state(const std::string& key, const RowState& state);
  bool join_tombstone(const std::string& key, const Version& version, const Stamp& stamp, bool read);
  bool join_gone(const std::string& key, const Stamp& stamp);  // by absence or an answer without version: a read too
  bool join_complete(const Stamp& stamp);  // a full list, or a delta that follows the cursor, was sent at `stamp`
  bool join_mutation(const Mutation& mutation);
  bool join_answered(const MutationName& name, const std::string& key,
                     const Stamp& stamp);  // `key`: the mutation's own
  bool join_settled(const MutationName& name, const std::string& key);
  bool join_alias(const std::string& temporary_key, const std::string& key);
  // A mutation that is known here under a temporary key was named under `key`: whoever named it has heard the alias.
  bool join_alias_of(const MutationName& name, const std::string& key);
  // A feed says that its rows hold this mutation. False where it is a create that waits for its server's key: which of the
  // rows it made only its own answer tells. Then it stays as it is, and its outcome cannot be unknown any more.
  bool join_named(const MutationName& name);
  [[nodiscard]] bool named(const MutationName& name) const { return named_.contains(name); }
  // The shared settled names grew (a state transfer): drops what they cover.
  void drop_settled();
  // The feed is known up to here, rows and deletions alike.
  void set_cursor(Json cursor);
  // The next read takes the list: the backend has forgotten the cursor, or it is not trusted. What was known stays known.
  void drop_cursor() { cursor_ = nullptr; }
  // Moves it to `to` where it is at least `from` and not already past `to`. Whether it moved.
  bool move_cursor(const Json& from, const Json& to);
  // All is forgotten but `kept` and the mutations that have an answer: what is known of rows is too old to be joined with
  // what the others have come to know, but who has not heard how a mutation ended can hear it of nobody else.
  void reset(const std::vector<Mutation>& kept);

  // ---- what stands: each is asked by the row's own key; resolve() gives it for a temporary one
  // ------------------------- The row's text as users see it, with "$pending": true while a mutation on it is
  // unanswered; null where it is not there.
  [[nodiscard]] const std::string* visible(const std::string& key) const;
  // The same without engine members, as a JSON object; null Json where it is not there.
  [[nodiscard]] Json visible_json(const std::string& key) const;
  [[nodiscard]] const RowFact* confirmed(const std::string& key) const;
  [[nodiscard]] const RowState* state(const std::string& key) const;  // null where the key was never heard of
  [[nodiscard]] const RowState* state(const Place& place) const;
  // When this tab learnt that the row stands as it does, or is no longer there. The same told again changes nothing.
  struct Since {
    std::uint64_t sequence = 0;  // the collection's own count
    std::int64_t ms = 0;         // the machine's clock, as set_time() told it; where it was put back, its latest time
  };
  [[nodiscard]] Since stands_since(const std::string& key) const;
  [[nodiscard]] Since stands_since(const Place& place) const;
  void set_time(std::int64_t machine_ms) { machine_ms_ = std::max(machine_ms_, machine_ms); }
  [[nodiscard]] std::string resolve(const std::string& key) const { return aliases_.home(key); }
  [[nodiscard]] std::vector<std::string> keys() const;  // of visible rows, in order of key text
  // Calls visit(key, text) for each visible row, in no order. The key stays where it is until take_changed() has told that
  // the row is there no more.
  template <typename Visit>
  void for_each_visible(const Visit& visit) const {
    for (const auto& [key, entry] : rows_) {
      if (const std::string* text = shown(entry)) visit(key, *text);
    }
  }
  // From now on keys_like() finds rows by these fields without a pass over all. Again it does nothing.
  void index_by(const std::vector<std::string>& fields);
  // Of the visible rows that have in each of `fields` what `row` has there, in order of key text: a missing field is null,
  // and 1 is 1.0. O(those rows) where they are indexed by just these fields, else a pass over all.
  [[nodiscard]] std::vector<std::string> keys_like(const std::vector<std::string>& fields, const Json& row) const;
  // Of rows whose confirmed fact was known no later than `sequence`.
  [[nodiscard]] std::vector<std::string> confirmed_keys(
      std::uint64_t sequence = std::numeric_limits<std::uint64_t>::max()) const;
  // Calls visit(key, fact, mark) for each row whose confirmed fact stands, in no order.
  template <typename Visit>
  void for_each_confirmed(Visit visit) const {
    for (const auto& [key, entry] : rows_) {
      if (const RowFact* fact = entry.state.confirmed(order())) visit(key, *fact, entry.mark);
    }
  }
  // Marks of what a list names: a number that no row bears yet; and its setting, which returns what the row adds to hash(),
  // 0 where it bears the mark already, nothing where the place is empty.
  [[nodiscard]] std::uint32_t next_mark() { return ++last_mark_; }
  std::optional<std::uint64_t> mark(const Place& place, std::uint32_t mark);
  // So many rows are about to come: they are made room for once.
  void expect(std::size_t rows) { rows_.reserve(rows); }
  [[nodiscard]] std::size_t size() const { return visible_count_; }
  [[nodiscard]] const Stamp& complete_at() const { return complete_at_; }
  [[nodiscard]] const Json& cursor() const { return cursor_; }
  // The cursor stands after that one: what was answered up to there is old, and says nothing of rows that are not known here.
  [[nodiscard]] bool past(const Json& cursor) const;
  // The row was deleted since then, or else it would be known: on a feed before the cursor, elsewhere before the last
  // complete list. An answer or another tab's news of it comes too late.
  [[nodiscard]] bool outlived(const std::string& key, const Version& version, const Stamp& stamp) const {
    return outlived(state(key), version, stamp);
  }
  // `known`: the row's state.
  [[nodiscard]] bool outlived(const RowState* known, const Version& version, const Stamp& stamp) const;
  // The order-free hash of all confirmed rows, whole and by buckets.
  [[nodiscard]] std::uint64_t hash() const { return hash_; }
  [[nodiscard]] const Buckets& buckets() const { return buckets_; }
  // The order-free hash of the names of mutations that are not settled.
  [[nodiscard]] std::uint64_t unsettled_hash() const;
  // The keys of rows with mutations or answers, and of all rows that are or were there, deleted ones included.
  [[nodiscard]] const std::set<std::string>& unsettled_keys() const { return unsettled_; }
  [[nodiscard]] std::vector<std::string> known_keys() const;
  // Those of them that fall into that bucket, in order of key text, found without a look at the others.
  [[nodiscard]] std::vector<std::string> keys_in(std::size_t bucket) const;
  [[nodiscard]] const Aliases& aliases() const { return aliases_; }
  // Counts everything learnt; a request notes it when it is sent.
  [[nodiscard]] std::uint64_t sequence() const { return sequence_; }
  // Whether an outcome of it was heard, under any of the keys that its row may have.
  [[nodiscard]] bool answered(const Mutation& mutation) const;
  // Grows whenever answered() may have become true of a mutation.
  [[nodiscard]] std::uint64_t answers_heard() const { return answers_heard_; }
  // Whether a mutation without outcome, on any row, comes before that one in fold order.
  [[nodiscard]] bool unanswered_before(const Mutation& mutation) const;

  // How many rows take_changed() may name.
  [[nodiscard]] std::size_t changed_count() const { return changed_.size(); }
  // Calls visit(key, text, came) for each row that looks otherwise than at the last call, each once, in the order in which
  // they changed. `text` is null where it is not there; `came`: it was not there. A text is good until the next call that is
  // not const, a key as long as the row is there.
  template <typename Visit>
  void take_changed(Visit visit) {
    for (Change& change : std::exchange(changed_, {})) {
      auto& [key, entry] = *change.row;
      const std::string* text = shown(entry);
      entry.changed = false;
      if (differ(change.before, text)) visit(key, text, !change.before);
    }
    if (std::exchange(began_anew_, false)) erase_if([](const Row& row) { return row.second.state.unknown(); });
  }
  // The keys alone.
  std::vector<std::string> take_changed();
  // The keys that take_changed() would name, perhaps with others that look again as they did, each with the text that the
  // row had: visit(key, text), the text null where the row was not there.
  template <typename Visit>
  void for_each_changed(Visit visit) const {
    for (const Change& change : changed_) visit(change.row->first, change.before ? &*change.before : nullptr);
  }
  // Forgets rows that are not there and about which nothing newer than `horizon` is known, and answers to mutations that
  // were never heard of.
  void forget(const Stamp& horizon);

 private:
  struct Entry {
    RowState state;
    std::uint64_t hash = 0;     // of its confirmed fact, as it is counted in the buckets
    Since since;                // when that hash last changed
    Boxed<std::string> folded;  // while the row has mutations: its visible text, none where it is not there
    std::uint32_t mark = 0;     // of the last list that named it
    bool changed = false;       // it stands in changed_
    std::uint8_t bucket = 0;    // bucket_of() its key
    Row* next = nullptr;        // another one of its bucket
  };
  // Looked up by views of keys, without a copy.
  struct KeyHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
  };
  struct SameKey {
    using is_transparent = void;
    bool operator()(std::string_view left, std::string_view right) const { return same_text(left, right); }
  };
  using Rows = std::unordered_map<std::string, Entry, KeyHash, SameKey>;
  using Text = std::optional<std::string>;
  struct Change {
    Row* row;     // which stays where it is until that is told
    Text before;  // what was shown at the last take_changed()
  };
  static bool differ(const Text& before, const std::string* after) {
    return after == nullptr ? before.has_value() : !before || !same_text(*before, *after);
  }

  Row& row_of(std::string_view key);
  Row& add_row(std::string_view key);
  // Forgets the rows that meet the condition.
  template <typename Condition>
  void erase_if(Condition condition) {
    if (std::erase_if(rows_, condition) == 0) return;
    first_.fill(nullptr);
    for (Row& row : rows_) link(row);
  }
  void link(Row& row) { row.second.next = std::exchange(first_[row.second.bucket], &row); }
  Status read_marks(const Json& value, const std::string& where, RowText& row) const;
  template <typename Join>
  bool learn(const std::string& key, Join join);
  template <typename Join>
  bool learn_row(Row& row, Join join);
  [[nodiscard]] Stamp own_stamp(const Stamp& stamp) { return {stamp.ms, stamp.counter, clients_.share(stamp.client)}; }
  std::optional<bool> join_again(Row& known, const RowTextView& row, const Stamp& stamp, bool read);
  void settle_row(const std::string& key);
  void settle(const std::string& key);
  [[nodiscard]] Stamp settled_before(const std::string& mutation_key) const;
  bool drop(const std::string& key, const MutationName& name);
  [[nodiscard]] const std::string* shown(const Entry& entry) const;
  [[nodiscard]] Text shown_copy(const Entry& entry) const;
  void refresh(Row& row, Text before);
  [[nodiscard]] const FieldIndex* index_of(const std::vector<std::string>& fields) const;
  void note_changed(Row& row, Text before, const std::string* after);
  [[nodiscard]] std::string fold(const std::string& key, const RowState& state) const;

  CollectionOptions options_;
  SettledNames& settled_;
  Rows rows_;
  std::array<Row*, bucket_count> first_{};  // of each bucket's rows; Entry::next leads to the others
  std::vector<FieldIndex> indexes_;         // of visible rows
  SharedTexts clients_;                     // of the stamps in the rows
  Aliases aliases_;
  std::set<std::string> unsettled_;  // keys of rows that have mutations or answers
  std::vector<Change> changed_;      // rows that changed since the last take_changed()
  std::set<MutationName> named_;     // creates that the server holds under a key that is not known here
  Stamp complete_at_;
  Json cursor_;
  Version known_to_;  // the last cursor, dropped or not; none where it cannot be compared
  Buckets buckets_{};
  std::uint64_t hash_ = 0;
  std::uint64_t sequence_ = 0;
  std::uint64_t answers_heard_ = 0;
  std::int64_t machine_ms_ = 0;
  bool began_anew_ = false;  // since the last take_changed(): rows of which nothing is known are kept until then
  std::size_t visible_count_ = 0;
  std::uint32_t last_mark_ = 0;
};

}  // namespace tablattice

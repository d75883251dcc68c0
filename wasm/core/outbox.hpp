// The mutations that this tab has to bring to the server, and those that failed.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/effects.hpp"
#include "core/message.hpp"
#include "core/mutation.hpp"

namespace tablattice {

// A mutation whose request is to be sent, is under way, or waits to be sent again.
struct OutboxEntry {
  Mutation mutation;
  bool promised = false;  // the host holds a promise that waits for the outcome
  unsigned attempts = 0;  // requests sent so far
  std::int64_t not_before_ms = 0;
  std::string if_match;       // the first attempt's header, sent again with every other
  bool fate_unknown = false;  // an attempt went out and was not answered
  bool needs_read = false;    // a conflict: the server's row is read before the next attempt
  Json refusal;               // a conflict that is not merged: after that read it is told with both rows; else null
  std::uint64_t request = 0;  // under way; 0: none
  std::string stored;         // its text in storage, as this tab wrote it; empty: it is not there
  std::string before;      // its text there until the request under way leaves, which then puts `stored` in its place
  bool restored = false;   // it was found missing once, and written again
  bool exposed = false;    // another tab may have taken it over: this one was suspended, or there are no locks
  bool compared = false;   // since then it was found in storage as this tab wrote it
  bool contested = false;  // another tab may have sent it too, and storage cannot tell
  bool disputed = false;   // it runs from memory, and another tab says that it is its own: storage tells
  bool lost = false;       // nobody knows what became of it, unless another tab has it: storage tells
  bool ended = false;      // another tab has ended it: it is not sent; storage tells whether its user has heard

  // Another tab may have it from now on, until it is found in storage again as this one wrote it.
  void expose() {
    exposed = true;
    compared = false;
  }
  // One of its requests, by this tab or another, may have done what it asks for.
  [[nodiscard]] bool maybe_applied() const { return fate_unknown || contested; }
};

// A mutation that the server refused, or that was given up, and that no promise waits for; kept until retry or discard.
struct Failure {
  Mutation mutation;
  Json problem;
  std::int64_t at_ms = 0;
  Stamp unknown_at = {};  // of one of unknown fate: when its answer was lost
};

// A mutation whose fate a later read decides.
struct UnknownOutcome {
  Mutation mutation;
  Stamp at;  // when its answer was lost; empty where another tab sends it
  bool promised = false;
};

// Keeps the entries and mirrors them to storage: one key per mutation, `outbox/<name>`, whose text is a message that any
// tab can receive. So the write's storage event is a second transport, and the entry survives its tab. What another tab has
// written under a key since this one did is that tab's, and stays.
class Outbox {
 public:
  Outbox(Effects& effects, std::string client, std::uint64_t life)
      : effects_(effects), client_(std::move(client)), life_(life) {}

  using Entries = std::list<OutboxEntry>;

  // The entry stays where it is until it is taken out. O(log entries), where it is the latest.
  OutboxEntry& add(OutboxEntry entry);
  [[nodiscard]] OutboxEntry* find(const MutationName& name);
  [[nodiscard]] const OutboxEntry* find(const MutationName& name) const;
  // In the order in which mutations are folded: stamp, client, n.
  [[nodiscard]] Entries& entries() { return entries_; }
  [[nodiscard]] const Entries& entries() const { return entries_; }
  // Writes the entry as it now is.
  void store(OutboxEntry& entry);
  // The entry as it now is, to be written with the next request, and only where storage still holds what this tab wrote:
  // `{ key, text, next }`. Null, and written at once, where it is not stored.
  [[nodiscard]] Json advance(OutboxEntry& entry);
  // This tab is about to be suspended, and others may take over what it has to send. A request that has not left by then
  // finds another text when it goes on, so it does not leave; the attempt is not counted.
  void hold_back();
  // The entry as the other tabs are told of it.
  [[nodiscard]] MutationEvent event(const OutboxEntry& entry) const;
  // Storage refused the text of an entry. Whether that entry ran from storage until now.
  bool unstored(OutboxEntry& entry);
  // From now on the entry runs from memory: storage does not keep it.
  void keep_in_memory(OutboxEntry& entry);
  // Whether any does.
  [[nodiscard]] bool any_in_memory();
  // Each takes something out and leaves its key, which is then kept for something else, erased or disowned.
  OutboxEntry take(const MutationName& name);
  std::optional<Failure> take_failure(const MutationName& name);
  std::optional<UnknownOutcome> take_unknown(const MutationName& name);
  // Nothing is to be kept under the mutation's key any more.
  void erase_key(const MutationName& name);
  // A dead tab's key is this one's now, as it was found: its text, or nothing.
  void adopt_key(const MutationName& name, std::optional<std::string> text) { written_[name] = {std::move(text)}; }
  // Whether that text under the mutation's key is this tab's: it wrote it, or found it there when it took the key over.
  [[nodiscard]] bool owns_text(const MutationName& name, const std::string& text) const;
  // The key is another tab's now.
  void disown_key(const MutationName& name) { written_.erase(name); }

  // Keeps a failure, stored so that it survives the tab.
  void keep(Failure failure);
  [[nodiscard]] const std::map<MutationName, Failure>& failures() const { return failures_; }

  // Keeps a mutation whose answer was lost for good, stored so that it survives the tab.
  void keep_unknown(UnknownOutcome unknown);
  // Another tab sends it now; here a promise waits for what comes of it.
  void await(const Mutation& mutation) { unknown_[mutation.name] = {mutation, {}, true}; }
  [[nodiscard]] const std::map<MutationName, UnknownOutcome>& unknown() const { return unknown_; }
  // Whether it is this tab's to send, to keep or to decide: what storage holds of it is no news. One that a promise only
  // waits for here is whose storage says.
  [[nodiscard]] bool keeps(const MutationName& name) const;
  // Forgets everything without touching storage.
  void clear();

 private:
  [[nodiscard]] MutationEvent stored_event(const OutboxEntry& entry) const;
  [[nodiscard]] std::string text_of(const OutboxEntry& entry) const;
  [[nodiscard]] std::string text_of(MutationEvent event) const;
  void write(const MutationName& name, std::string text, bool anew);
  void write_end(MutationEvent event);
  void note_written(const MutationName& name, const std::string& text);

  Effects& effects_;
  std::string client_;
  std::uint64_t life_;
  Entries entries_;
  std::map<MutationName, Entries::iterator> places_;
  bool may_be_in_memory_ = false;  // some of them; else none is
  std::map<MutationName, Failure> failures_;
  std::map<MutationName, UnknownOutcome> unknown_;
  // What may be found under a mutation's key, where it is this tab's: what it found there and wrote there. Whether a text
  // got there is not sure: storage may refuse it, and it is written with a request, which may be given up before.
  std::map<MutationName, HeldTexts> written_;
};

// The storage key of a mutation's entry, relative to the scope's prefix.
std::string outbox_key(const MutationName& name);
// The mutation whose entry that key holds.
Result<MutationName> name_of_outbox_key(const std::string& key);

}  // namespace tablattice

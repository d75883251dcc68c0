// Brings the outbox to the server: which request goes next, what its answer means, and who hears of it (design §6).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/answer.hpp"
#include "core/outbox.hpp"
#include "core/session.hpp"
#include "core/sync_handler.hpp"

namespace tablattice {

class Writer {
 public:
  Writer(Session& session, SyncHandler& handler);

  // The server said "done" without saying what stands now: the collection must be read again.
  std::function<void(const std::string& collection)> on_bare_answer;

  [[nodiscard]] Outbox& outbox() { return outbox_; }

  // A mutation of this tab that was already joined. `promised`: the host holds a promise for its outcome.
  void submit(const Mutation& mutation, bool promised);
  // A dead tab's mutation is this one's now, with the same name and so the same key. `text`: what storage holds of it; where
  // it was stored and is no more, somebody may have ended it.
  void take_over(const MutationEvent& event, const std::optional<std::string>& text);
  // An outcome was joined, told by this tab's own request, by another tab or by the feed.
  void outcome(const OutcomeEvent& event);
  // The stored entries that wait for this key name it from now on: whoever takes them up later may not know the alias.
  void aliased(const AliasEvent& event);
  // Storage refused an entry: the mutation runs from memory.
  void unstored(const std::string& key);
  // Another tab says that it sends one of this tab's mutations, or that it has. Where one of them runs from memory, nothing
  // else would tell.
  void claimed(const MutationEvent& event, const std::string& sender);
  // The tab was frozen: meanwhile the others may have taken over what it had to send.
  void exposed();
  // The entry was not found in storage as this tab wrote it, so nothing was sent. `text`: what is there, null for nothing.
  void displaced(const Request& request, const Json& text);
  // What storage holds, key by key: which of the entries that another tab may have taken over are still this one's.
  void compare(const std::map<std::string, std::string>& texts);
  // Nobody can tell whether it was applied. It stays folded until a read has told, so that read is asked for.
  void tell_unknown(const Mutation& mutation) { tell_unknown(mutation, session_.tick()); }
  // Another tab has ended some of this tab's mutations, and their outcomes were not heard.
  void hand_over_decided();
  // Its outcome has been heard: nobody has to send it.
  [[nodiscard]] bool decided(const Mutation& mutation) const;
  // What this tab still has to bring to the server in that collection.
  [[nodiscard]] std::vector<Mutation> mutations(const std::string& collection) const;

  // Sends what may go: in order per row (or collection, or all), a few at a time, when its time has come.
  void pump();
  void answered(const Request& request, const Answer& answer);
  // Resolves or rejects mutations of unknown fate that a read has meanwhile decided.
  void decide_unknown();
  // What would have decided them was forgotten: whoever waits hears that nobody can tell.
  void give_up_unknown();
  // The network is back: what waits for its next attempt need wait no longer.
  void online();
  // The user took the failure up again or let it go: no tab keeps it any more. Nothing where there is none of that name.
  std::optional<Failure> take_failure(const MutationName& name);
  // The user signed out: whoever waits for an outcome hears `problem`, and all is forgotten.
  void forget(const Json& problem);

  // When pump() has something to do; nothing: not until another input.
  [[nodiscard]] std::optional<std::int64_t> due_at() const;

 private:
  void store_earlier(const Mutation& mutation);
  [[nodiscard]] bool requests_full() const;
  [[nodiscard]] bool row_busy(const Collection& collection, const std::string& key) const;
  [[nodiscard]] bool waits_for(const Mutation& mutation, const Mutation& other) const;
  [[nodiscard]] const RowState* row_of(const Mutation& mutation) const;
  [[nodiscard]] bool blocked(const OutboxEntry& entry) const;
  [[nodiscard]] bool stranded(const OutboxEntry& entry) const;
  [[nodiscard]] bool create_unknown(const OutboxEntry& entry) const;
  [[nodiscard]] bool unrepeatable(const OutboxEntry& entry) const;
  [[nodiscard]] bool unsure(const OutboxEntry& entry) const;
  void look_again(OutboxEntry& entry);
  void found_otherwise(OutboxEntry& entry, const Json& text);
  void give_away(const MutationName& name, const Message& message);
  void settle_dispute(const OutboxEntry& entry, const std::string& text);
  void tell_uncounted(MutationEvent event, const Message& stored, bool given);
  void hand_over(const OutboxEntry& ended, const std::string* text);
  void ask_storage();
  void take_over_unknown(const MutationEvent& event, bool lost);
  OutboxEntry take_entry(const MutationName& name);
  void end_unsendable();
  [[nodiscard]] AnswerContext context_of(const OutboxEntry& entry) const;
  void send(OutboxEntry& entry);
  void send_read(OutboxEntry& entry);
  [[nodiscard]] Json operation_of(const OutboxEntry& entry, const Collection& collection) const;
  void answered_write(OutboxEntry& entry, const Request& request, const Answer& answer);
  void answered_read(OutboxEntry& entry, const Request& request, const Answer& answer);
  Result<Json> read_body(const OutboxEntry& entry, const Answer& answer) const;
  void acked(const OutboxEntry& entry, const Request& request, const Json& body);
  void refused(OutboxEntry& entry, const Request& request, const Answer& answer, Meaning meaning);
  void conflicted(OutboxEntry& entry, const Answer& answer, bool merge);
  void tell_conflict(const OutboxEntry& entry, const Json& row);
  void postpone(OutboxEntry& entry, const Answer& answer);
  void give_up(OutboxEntry& entry, const Answer& answer);
  void lose(OutboxEntry& entry);
  void tell(const OutcomeEvent& event);
  void tell_unknown(const Mutation& mutation, const Stamp& at);
  void tell_rejected(const Mutation& mutation, Json problem);
  void tell_gone(const std::string& collection, const Stamp& stamp, GoneKey gone);
  void tell_absent(const Request& request, bool earlier);
  void settle(const Mutation& mutation, const std::string& key, const Json& row, const Json& problem);
  void fail(Failure failure, bool promised);

  [[nodiscard]] bool shows(const Mutation& mutation) const;

  Session& session_;
  SyncHandler& handler_;
  Outbox outbox_;
  std::set<MutationName> told_;       // their users were told by a promise that they failed
  std::uint64_t decisions_seen_ = 0;  // as hand_over_decided() saw them last
  bool comparing_ = false;            // storage was asked for, because of an entry that nobody knows whose it is
};

// Keys of rows whose id the server has yet to make begin so; they are never sent.
bool is_temporary(const Collection& collection, const std::string& key);

// A version as the entity tag that If-Match carries.
std::string entity_tag(const Version& version);

}  // namespace tablattice

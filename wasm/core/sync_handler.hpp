// The one sync handler: whatever arrives, from whatever source, is joined here (design §1).
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/message.hpp"
#include "core/session.hpp"

namespace tablattice {

enum class Verdict { joined, stale, duplicate, refused };
const char* verdict_word(Verdict verdict);

// What of a read was news.
struct RowsNews {
  RowsNews() = default;                      // nothing yet, and to be told to nobody
  explicit RowsNews(const RowsEvent& read);  // nothing yet

  RowsEvent event;      // for the other tabs: rows that changed, rows that have unsettled mutations, rows that are gone
  bool learnt = false;  // a row, a mutation's end or the feed's cursor is another one than before
  bool stale = false;   // a row was older than what is known
  bool rows_wanted = true;  // false: rows are joined, and not told

  [[nodiscard]] Verdict verdict() const {
    if (learnt) return Verdict::joined;
    return stale ? Verdict::stale : Verdict::duplicate;
  }
};

class SyncHandler {
 public:
  explicit SyncHandler(Session& session) : session_(session) {}

  // Who else wants to know of an event; called after it was joined.
  std::function<void(const MutationEvent&, const std::string& sender)> on_mutation;
  std::function<void(const OutcomeEvent&)> on_outcome;
  std::function<void(const RowsEvent&)> on_rows;  // another tab's
  std::function<void(const AliasEvent&)> on_alias;
  std::function<void(const AskEvent&)> on_ask;
  std::function<void(const HelloEvent&, const std::string& sender)> on_hello;
  std::function<void(const StateEvent&, const std::string& sender)> on_state;
  std::function<void(const BeatEvent&, const std::string& sender)> on_beat;
  std::function<void()> on_forget;
  // Storage holds that mutation as this client wrote it; called before it is joined.
  std::function<void(const MutationEvent&, const std::string& owner)> on_found;
  // Which client sends that mutation's requests; '' where this tab does not know.
  std::function<std::string(const MutationName&)> owner;

  // One message from outside. It is read and checked whole before any of it is joined; a refusal changes nothing.
  Status receive(std::string_view text, const std::string& source);

  // A message that this scope's storage kept. The own clock starts from it, so it is never too far ahead.
  Status take_up(std::string_view text);

  // One event that this tab made itself, or one of a checked message. Rows that cannot be read are left out.
  Verdict apply(const SyncEvent& event, const std::string& source, const std::string& sender);

  // Joins what a read said and returns what of it was news here. Deltas are told as a whole: their cursor speaks for all
  // their rows. `own`: this tab sent the request, so it outranks what the cursor says.
  RowsNews join_rows(const RowsEvent& event, bool own);
  // Its parts, for a read of many rows: lives that are new, then a row at a time, then all else.
  void join_new_life(const RowsEvent& event, const GoneKey& gone, RowsNews& news);
  // `place`: the row's key's.
  void join_row(Collection& collection, Collection::Place& place, const RowTextView& row, const RowsEvent& event,
                RowsNews& news);
  void join_rest(const RowsEvent& event, RowsNews& news);

  // `versionless`: another tab has told a row without version; this one comes to the plain rung with it.
  void follow_rung(Collection& collection, bool versionless);

  // Reads a row; where its version cannot be compared, the collection falls to the plain rung and says so.
  Result<RowText> read_row(Collection& collection, const Json& row, const std::string& where);

 private:
  Status receive_from(const Message& message, const std::string& source, std::int64_t clock_ms);
  // Whether an event may be joined, stamps aside; nothing changes. A refusal's place is one within the event.
  Status check(const SyncEvent& event, const std::string& collection_name);
  Status check_state(const Collection& collection, const StateEvent& event) const;
  Status check_row(const Collection& collection, const Json& row, const std::string& where) const;
  Status check_rows(const Collection& collection, const EventRows& rows) const;
  // `memory`: of a row that is read the long way.
  std::optional<RowTextView> read_row(Collection& collection, const EventRows& rows, std::size_t index,
                                      RowText& memory);
  // Only the tab that sends a mutation's requests can know that it was refused.
  [[nodiscard]] bool refusal_by_stranger(const SyncEvent& event, const std::string& sender) const;
  Verdict join(const SyncEvent& event, const std::string& sender);
  Verdict join_alias(const AliasEvent& event, const std::string& sender);
  void tell_alias(const Mutation& mutation);
  Verdict join_mutation(const MutationEvent& event, const std::string& sender);
  bool join_unknown(const MutationEvent& event);
  Verdict join_failure(const MutationEvent& event, const std::string& sender);
  [[nodiscard]] static bool superseded_by_older(const Collection& collection, const std::string& key,
                                                const Version& version, const Stamp& stamp);
  Verdict join_outcome(const OutcomeEvent& event);
  bool settle(const std::vector<MutationName>& names, const RowsEvent& event);
  void tell(const SyncEvent& event, const std::string& sender);

  Session& session_;
  RowOpenings openings_;
};

}  // namespace tablattice

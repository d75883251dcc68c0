// One collection's reads: lists and deltas, when they are sent and what they say.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/body.hpp"
#include "core/poll_policy.hpp"
#include "core/session.hpp"
#include "core/sync_handler.hpp"

namespace tablattice {

// Pages of one list; a backend that names ever another one is refused ("list_too_long").
inline constexpr std::size_t list_pages_max = 1'000;

class Reader {
 public:
  Reader(Session& session, SyncHandler& handler, Collection& collection);

  [[nodiscard]] PollPolicy& policy() { return policy_; }
  [[nodiscard]] const PollPolicy& policy() const { return policy_; }

  // The engine was started: reads at once, unless the state is complete and fresh, or polling is switched off.
  void start();
  // Wants a read even while polling is off, and a second one where one is under way: it may have been sent too early.
  void invalidate();
  // refresh(): the token that a `refreshed` effect will repeat, or nothing where the state is fresh enough.
  std::optional<std::uint64_t> refresh(bool force);
  // A list's body that came by another way than a request, stamped now.
  Status load(std::string_view body);
  // Another tab's read was joined, whose request was sent at `sent_ms` by that tab's clock.
  void heard(std::int64_t sent_ms) { policy_.news(std::min(sent_ms, session_.now_ms)); }
  // The user signed out: whoever waits for refresh() hears `problem`.
  void give_up(const Json& problem);

  // Sends what is due.
  void pump();
  void answered(const Request& request, const Answer& answer);

  // When pump() has something to do; nothing: not until another input.
  [[nodiscard]] std::optional<std::int64_t> due_at() const;
  [[nodiscard]] bool fetching() const { return request_ != 0; }
  [[nodiscard]] bool ready() const { return ready_; }
  // `{ status, fetching, stale, error, fetchedAt }` of every view on this collection.
  [[nodiscard]] Json view_status() const;

 private:
  void send();
  [[nodiscard]] RequestType next_type() const;
  [[nodiscard]] bool holds_etag_body() const;
  void join(const RowsEvent& event, bool complete);
  void answered_list(const Request& request, const Answer& answer);
  void add_page(ListBody page);
  void answered_changes(const Request& request, const Answer& answer);
  void not_modified(const Request& request);
  void join_list(const Request& request, ListBody body, bool one_revision);
  void find_out_rung(const std::vector<Json>& rows);
  void succeed(const Request& request);
  void fail(const Status& status, const Answer& answer);
  void finish(const Json& problem);
  void settle_waiting(const Json& problem);

  // The pages of a list so far; the first one's stamp speaks for all.
  struct Pages {
    ListBody body;
    Request first;
    bool one_revision = true;
    std::size_t count = 1;
  };

  Session& session_;
  SyncHandler& handler_;
  Collection& collection_;
  PollPolicy policy_;
  std::uint64_t request_ = 0;  // under way; 0: none
  bool again_ = false;
  bool ready_ = false;
  Json error_;
  std::int64_t fetched_at_ms_ = 0;
  std::optional<Pages> pages_;
  std::string etag_;
  std::uint64_t etag_hash_ = 0;         // of the body that came with it
  std::vector<std::uint64_t> waiting_;  // refresh tokens that the request under way, or the next, answers
  std::vector<std::uint64_t> waiting_next_;
};

}  // namespace tablattice

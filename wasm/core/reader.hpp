// One collection's reads: lists and deltas, when they are sent and what they say.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/body.hpp"
#include "core/bytes.hpp"
#include "core/poll_policy.hpp"
#include "core/read_facts.hpp"
#include "core/session.hpp"
#include "core/signature.hpp"
#include "core/sync_handler.hpp"
#include "core/trace.hpp"

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
  Status load(Bytes body);
  // Another tab's read was joined, and it leaves nothing missing here.
  void heard_complete(const Stamp& stamp);
  // What another tab had of the collection was joined, and nothing is missing.
  void adopt(const Holding& holding);
  // The rows that the cache held were joined: they are shown, and are to be confirmed.
  void recall(const Holding& holding);
  // The leader's last read went so.
  void heard_pulse(const Pulse& pulse);
  // Another tab leads from now on: it has not heard what its predecessor was asked.
  void ask_again();
  // Nobody can tell what is wrong here: the next read is a list, and this tab's own.
  void read_alone();
  // All was forgotten.
  void reset();
  // Told when a first read came in, and when reads begin or cease to fail: the other tabs are to know soon.
  std::function<void()> on_turn;
  // The user signed out: whoever waits for refresh() hears `problem`.
  void give_up(const Json& problem);

  // Sends what is due.
  void pump();
  void answered(const Request& request, const Answer& answer);
  // A long list is read and joined a slice at a time, so that nothing waits long for it: whether one is, and its next slice.
  [[nodiscard]] bool joining() const { return incoming_ || list_; }
  void advance();
  // How much of it is done, from 0 to 1.
  [[nodiscard]] double progress() const;

  // When pump() has something to do; nothing: not until another input.
  [[nodiscard]] std::optional<std::int64_t> due_at() const;
  [[nodiscard]] bool fetching() const { return request_ != 0 || joining(); }
  // The whole collection is known as it stood at some time.
  [[nodiscard]] bool complete() const { return ready_ && !collection_.complete_at().empty(); }
  [[nodiscard]] std::int64_t fetched_at_ms() const { return fetched_at_ms_; }
  [[nodiscard]] const Json& error() const { return error_; }
  // `{ status, fetching, stale, error, fetchedAt }` of every view on this collection.
  [[nodiscard]] Json view_status() const;
  // Adds what differs where view_status() does.
  void sign(Signature& signature) const;

 private:
  // The pages of a list so far. What a page tells of its rows is of the time when that page was asked for; of what no page
  // names, and so of the list as a whole, the first one's time speaks.
  struct Page {
    // No row before this one is needed any more.
    void drop_joined(std::size_t row);

    Request request;
    Bytes bytes;
    BodyRows rows;
    Json revision;
  };
  struct Pages {
    std::vector<Page> read;
    Json revision;
    Json next;
    bool one_revision = true;
  };
  // A page whose bytes are being read.
  struct Incoming {
    Incoming(const Request& sent, const Answer& answer);

    Request request;
    Bytes bytes;
    BodyScanner scanner;
    std::string etag;
    std::string retry_after;
  };
  // A whole list whose rows are being joined: of the last page first, since it is the first one's news that says what the
  // whole list says.
  struct List {
    Pages pages;
    std::string etag;
    std::size_t pages_left = 0;
    std::size_t row = 0;  // the next one, of the last page that is left
    std::size_t bytes = 0;
    std::size_t bytes_joined = 0;
    CheckedRows checked;
    RowText memory;
  };

  void send();
  void read_next();
  void ask();
  void ask_for_another();
  void reached(const Stamp& stamp);
  void wait_together();
  [[nodiscard]] bool behind() const;
  void turned(bool ready_before, const Json& error_before);
  [[nodiscard]] bool asked_earlier() const;
  [[nodiscard]] RequestType next_type() const;
  [[nodiscard]] bool holds_etag_body() const;
  void tell(RowsNews news, Trace& trace, bool complete);
  void advance(std::size_t bytes);
  void answered_list(const Request& request, const Answer& answer);
  void read_page();
  void add_page(Incoming incoming, ListBody body);
  void answered_changes(const Request& request, const Answer& answer);
  void not_modified(const Request& request);
  void join_list(Pages pages, std::string etag);
  bool join_rows(std::size_t bytes);
  void join_whole(RowsEvent event, RowsNews news, Trace& trace);
  [[nodiscard]] RowsEvent rows_event(const Request& request) const;
  [[nodiscard]] RowsNews no_news(const RowsEvent& event) const;
  void find_out_rung(const Pages& pages);
  void succeed(const Request& request);
  void fail(const Status& status, const std::string& retry_after);
  void finish(const Json& problem);
  void settle_waiting(const Json& problem);

  Session& session_;
  SyncHandler& handler_;
  Collection& collection_;
  PollPolicy policy_;
  std::uint64_t request_ = 0;  // under way; 0: none
  bool again_ = false;
  bool ready_ = false;
  bool alone_ = false;          // the next read is this tab's own, whoever leads
  std::optional<Stamp> asked_;  // the leader was asked to read, or is reading: a read sent after this is waited for
  std::optional<Stamp> asked_next_;  // and was asked for another one, sent after this
  std::int64_t asked_until_ms_ = 0;
  Json error_;
  std::int64_t fetched_at_ms_ = 0;
  std::optional<Pages> pages_;
  std::unique_ptr<Incoming> incoming_;
  std::unique_ptr<List> list_;
  std::string etag_;
  std::uint64_t etag_hash_ = 0;         // of the body that came with it
  std::vector<std::uint64_t> waiting_;  // refresh tokens that the request under way, or the next, answers
  std::vector<std::uint64_t> waiting_next_;
};

}  // namespace tablattice

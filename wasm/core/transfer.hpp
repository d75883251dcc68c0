// How tabs that differ come to know the same: hello, state, and the digest in the leader's beat (design §5). What a tab
// lacks is found by comparing hashes of buckets of rows; both sides send what the other lacks.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/event.hpp"
#include "core/session.hpp"
#include "core/state_parts.hpp"
#include "core/sync_handler.hpp"

namespace tablattice {

// States that come in at the same time, and hellos that are or wait to be answered; more are not followed.
inline constexpr std::size_t transfers_max = 16;
// Rows' text in one part of a state, and how long after one part the next may come.
inline constexpr std::size_t state_bytes_wanted = 128 * 1024;
inline constexpr std::int64_t state_patience_ms = 1'000;

class Transfer {
 public:
  Transfer(Session& session, SyncHandler& handler) : session_(session), handler_(handler) {}

  // What this tab has of a collection, buckets included.
  std::function<Holding(const Collection&)> holding;
  // The same as its `complete`, without the rest.
  std::function<bool(const Collection&)> is_complete;
  // A mutation as its sender's requests stand, to tell it on.
  std::function<MutationEvent(const Mutation&)> mutation_event;
  // A state left nothing missing of that collection at `holding.complete_at`.
  std::function<void(const std::string& collection, const Holding& holding)> on_complete;
  // Nobody answered a newcomer's hello.
  std::function<void()> on_unanswered;
  // What others know does not put this tab right: it must read by itself.
  std::function<void(const std::string& collection)> on_incurable;

  // The tab has just come, or is back.
  void start();
  void stop();
  void heard_hello(const HelloEvent& hello, const std::string& sender);
  void heard_state(const StateEvent& state, const std::string& sender);
  // The leader's digest.
  void heard_beat(const BeatEvent& beat, const std::string& leader);

  // Until when the next part of a state that has begun to come is waited for; nothing where there is none.
  [[nodiscard]] std::optional<std::int64_t> hears_state_until() const;

  void pump();
  // A long state is told a part at a time: the next one of a state that is being told.
  void advance();
  [[nodiscard]] std::optional<std::int64_t> due_at() const;

 private:
  enum class Reason { newcomer, gap, drift };
  struct Greeting {
    std::string to;  // who is to answer; '' for anybody
    Reason reason = Reason::newcomer;
    unsigned tries = 0;
    bool answered = false;  // somebody has begun to
    bool was_busy = false;  // this tab, when the answer was due
    std::int64_t sent_ms = 0;
    std::int64_t until_ms = 0;
  };
  // A row that stands there.
  struct Standing {
    Version version;
    Stamp stamp;
  };
  using Standings = std::map<std::size_t, std::map<std::string, Standing>>;  // by bucket and key
  struct Incoming {
    std::int64_t heard_ms = 0;  // the last part
    std::uint64_t parts = 0;
    std::optional<StateEnd> end;
    bool learnt = false;
    std::map<std::string, Standings> rows;  // by collection

    void note(const std::string& collection, const std::string& key, const RowFact& fact);
    [[nodiscard]] bool holds(const std::string& collection, const std::string& key) const;
  };
  struct Told {
    std::uint64_t id = 0;  // of the hello
    std::map<std::string, Holding> holdings;
  };
  struct Waiting {  // a hello that another tab may answer first
    HelloEvent hello;
    std::int64_t at_ms = 0;
    bool announced = false;  // this tab has said that it answers
  };

  void greet(Reason reason, unsigned tries, std::string to = {});
  bool await_busy();
  void unanswered();
  void give_up();
  void watch_gaps();
  void pace_gaps();
  [[nodiscard]] std::optional<std::int64_t> gap_due_ms() const;
  void check_drift_later(std::int64_t delay_ms);
  void watch_drift();
  [[nodiscard]] bool complete() const;
  [[nodiscard]] bool complete_in_any() const;
  [[nodiscard]] bool differs(const std::map<std::string, Pulse>& pulses) const;
  [[nodiscard]] std::map<std::string, Holding> holdings() const;
  [[nodiscard]] std::uint64_t learnt_so_far() const;

  void announce(const HelloEvent& hello, const std::string& sender);
  void answer_waiting();
  void tell(StateEvent head, std::map<std::string, Holding> mine, const std::map<std::string, Holding>& theirs);
  void tell_next(StateParts parts);
  void forget_incoming(bool all);
  [[nodiscard]] bool lacked_by(const StateEnd& end) const;

  bool join(const StateEvent& state, const std::string& sender);
  void follow_rung(Collection& collection, const RowRecord& record);
  bool join_record(Collection& collection, const RowRecord& record, const std::string& sender);
  void finish(const Incoming& incoming, const StateEvent& last, const std::string& sender);
  bool join_end(const Incoming& incoming, bool answers_us, const Told* told);
  [[nodiscard]] static bool passed_over(const Collection& collection, const Holding& theirs, const Told& told);
  [[nodiscard]] static bool settles_unheld(const Collection& collection, const Holding& theirs,
                                           const Incoming& incoming);
  [[nodiscard]] bool equals(const Collection& collection, const Holding& theirs, bool answers_us) const;
  [[nodiscard]] bool holds_settled(const Incoming& incoming, bool answers_us, const Told* told) const;
  [[nodiscard]] static bool holds_settled(const Collection& collection, const Incoming& incoming, bool knows_absent);
  [[nodiscard]] bool knows_absent(const Collection& collection, const Holding& theirs, bool answers_us,
                                  const Told* told) const;
  bool join_absent(Collection& collection, const Holding& theirs, const Incoming& incoming, const Told& told);
  [[nodiscard]] static bool read_later(const Collection& collection, const std::string& key, const Holding& theirs);
  bool join_restarted(Collection& collection, const Holding& theirs, const Incoming& incoming);

  Session& session_;
  SyncHandler& handler_;
  std::optional<Greeting> greeting_;
  std::uint64_t hello_id_ = 0;  // of the last hello
  // What this tab had when it last said hello (''), and when it last answered that client's.
  std::map<std::string, Told> told_;
  std::map<std::tuple<std::string, bool, std::uint64_t>, Incoming> incoming_;  // by sender, back and id
  std::map<std::string, Waiting> waiting_;
  std::deque<StateParts> telling_;  // states that are told, the next part's first
  unsigned gap_tries_ = 0;          // states that were asked for since a message has been missing
  std::int64_t gap_not_before_ms_ = 0;
  std::int64_t gap_pace_ms_ = 0;  // from one hello for a gap to the next
  unsigned drift_hellos_ = 0;
  std::int64_t drift_check_ms_ = 0;  // 0: none
  bool drift_looked_ = false;        // once already, and nothing had come meanwhile
  std::string drift_leader_;
  std::map<std::string, Pulse> drift_pulses_;
  std::uint64_t drift_learnt_ = 0;
};

}  // namespace tablattice

// What the parts of one engine share: its options, its clock, its collections, and what it has in flight.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>

#include "core/bytes.hpp"
#include "core/collection.hpp"
#include "core/config.hpp"
#include "core/effects.hpp"
#include "core/heard.hpp"
#include "core/mutation.hpp"
#include "core/random.hpp"
#include "core/stamp.hpp"

namespace tablattice {

// What was done so far; `status().counters`.
struct Counters {
  std::uint64_t joined = 0;     // events that taught this tab something
  std::uint64_t stale = 0;      // events that were older than what is known
  std::uint64_t duplicate = 0;  // events heard before
  std::uint64_t refused = 0;    // actions and events refused
  std::uint64_t malformed = 0;  // messages that could not be read
  std::uint64_t gaps = 0;       // times that messages were missing and a state was asked for
  std::uint64_t healed = 0;     // states that put something right
  std::uint64_t adopted = 0;    // mutations taken over from tabs that died
  std::uint64_t steals = 0;     // times that a silent leader's lock was stolen
  std::uint64_t beats = 0;      // of this tab as the leader
  std::uint64_t reads = 0;      // requests by the poller and refresh()
  std::uint64_t writes = 0;     // requests by the outbox
};

enum class RequestType { list, changes, read, create, update, remove };
const char* request_word(RequestType type);

// A request that is under way.
struct Request {
  std::uint64_t id = 0;
  RequestType type = RequestType::list;
  std::string collection;
  std::string key;             // of a row's requests
  MutationName name;           // of a write, and of the read that a conflict asks for
  Stamp stamp;                 // when it was sent: a read can speak only of the world from then on
  std::uint64_t sequence = 0;  // the collection's sequence when it was sent
  Json since;                  // of a delta: the cursor that it was asked from
  bool conditional = false;    // of a list: with If-None-Match
  std::int64_t sent_ms = 0;
  std::int64_t deadline_ms = 0;

  [[nodiscard]] bool reads() const {
    return type == RequestType::list || type == RequestType::changes || type == RequestType::read;
  }
  // The outbox asked for it (else a reader).
  [[nodiscard]] bool from_outbox() const { return !name.client.empty(); }
};

// The answer to a request as the host read it.
struct Answer {
  int status = 0;  // 0: there was no HTTP answer
  std::string etag;
  std::string retry_after;
  std::string error;    // why there was none
  bool mapped = false;  // the body was made by the application's response mapping
  std::string_view body;
  Bytes* inbox = nullptr;  // what holds the body, where it may be taken over

  [[nodiscard]] bool success() const { return status >= 200 && status < 300; }
};

struct Session {
  Session(Config options, Random generator);

  [[nodiscard]] Collection* find(const std::string& name);
  Stamp tick() { return clock.tick(wall_ms); }
  // What the machine's clock says now; where it was put back, the engine's own time goes on.
  void set_time(std::int64_t machine_ms);
  // A time of the machine's as the engine's own, no later than now.
  [[nodiscard]] std::int64_t own_time(std::int64_t machine_ms) const {
    return now_ms - std::max<std::int64_t>(wall_ms - machine_ms, 0);
  }
  [[nodiscard]] std::int64_t machine_time(std::int64_t own_ms) const { return own_ms - now_ms + wall_ms; }
  // Notes the request, gives it an id, stamp, sequence and deadline, and asks the host for `operation`. `entry`: the
  // outbox entry that must still be in storage, null for none.
  Request& start_request(Request request, Json operation, std::int64_t deadline_ms, Json entry = nullptr);
  // The request, where there is one, is given up: its answer is not waited for any more, and `id` is 0.
  void give_up_request(std::uint64_t& id);
  // Requests may be sent: online, signed in. A stopped engine neither listens nor polls, but what its application asks for
  // goes out; a suspended one does nothing.
  [[nodiscard]] bool may_request() const { return online && !auth_expired && !forgotten && !suspended; }
  // The API no longer knows the user: all requests pause. The leader asks the application, once; a follower asks the leader.
  void expire_authorization();
  // Up to where the messages of all clients are known here, this one's own included.
  [[nodiscard]] Marks marks() const;
  // Grows whenever a mutation may have been settled or answered.
  [[nodiscard]] std::uint64_t decisions() const;
  // Something was heard of this client; what is settled of clients that nothing is heard of any more is forgotten.
  void note_client(const std::string& client) { client_noted_ms[client] = now_ms; }

  Config config;
  Clock clock;
  Random random;
  SettledNames settled;
  std::map<std::string, Collection> collections;
  Effects effects;
  Counters counters;
  std::map<std::uint64_t, Request> requests;
  std::uint64_t last_refresh = 0;  // tokens of refresh()
  std::int64_t now_ms = 0;         // the engine's own time, in which it waits: it never goes back
  std::int64_t wall_ms = 0;        // the machine's, for stamps and for people
  Heard heard;
  std::map<std::string, std::int64_t> client_noted_ms;
  bool visible = true;  // the page
  bool running = false;
  bool life_held = false;               // the lock that shows that this tab lives is its own
  bool suspended = false;               // frozen, or in the back-forward cache
  bool leads = false;                   // this tab is the leader
  bool reads = false;                   // it polls: it leads, or nobody does
  std::int64_t recalling_until_ms = 0;  // the cache is being read, and may spare a list
  bool greeting = false;                // a hello is out, and its answer may spare the first reads
  bool online = true;
  bool auth_expired = false;
  bool outdated = false;
  bool forgotten = false;
  bool tracing = false;

 private:
  std::uint64_t last_request_ = 0;
};

}  // namespace tablattice

// One tab: an engine, and the host around it as web/engine has it. It feeds inputs, executes effects, and keeps what
// its user sees. It uses nothing of the engine but its public surface.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/engine.hpp"
#include "simulation/ledger.hpp"
#include "simulation/server.hpp"
#include "simulation/surface.hpp"

namespace tablattice::simulation {

class World;

enum class Life {
  running,
  suspended,  // frozen, or in the back-forward cache, and was told before: transports closed, locks released
  stalled,    // stopped without a word: it keeps its locks, and all that comes waits until it goes on
  gone        // closed, crashed or reloaded
};

// A row as the tab shows it.
struct Shown {
  bool present = false;
  bool pending = false;
  std::uint64_t mark = 0;  // of the server's change that it is based on; 0: a created row that no read has confirmed
  std::uint64_t mark_max = 0;  // of all that was ever shown of it
  std::array<std::string, field_count> fields;
};

struct Request {
  double id = 0;
  Call call;
  std::string entry_key;  // of an outbox request: what storage must hold
  std::string entry_text;
  std::string entry_next;  // written in its place with the request
  std::size_t tab = 0;
  std::int64_t asked_ms = 0;  // when the engine asked for it
  bool waited_for = true;     // the tab still wants the answer
  bool sent = false;          // it left the browser
};

class Tab {
 public:
  Tab(World& world, std::size_t index, bool newer);

  const std::size_t index;
  const std::string client;
  const bool newer;  // it speaks the next protocol version
  Life life = Life::running;
  bool attached = false;  // its inputs are; false: the application stopped it
  bool visible = true;
  bool online = true;
  bool channel_broken = false;
  bool storage_carries = false;  // another tab was heard over storage, which so cannot hear the channel
  bool cut = false;              // the channel carries nothing to it or from it
  bool outdated = false;         // it met a newer tab
  bool forgotten = false;
  bool beat_tells_open = false;  // its last beat told of mutations that are not settled
  std::int64_t beat_at_ms = 0;   // that beat
  unsigned sleeps = 0;           // how often it was suspended or stopped without a word
  unsigned absences = 0;         // how often it gave up its lock, and others could take over what is its own
  std::int64_t clock_ms = 0;     // how far its clock is ahead

  // ---- what happens to it
  void open();
  void attach();
  void tell_stored();
  void detach();
  void suspend();
  void resume();
  void stall();
  void thaw();
  // It is closed or dies; its locks go after `locks_ms`.
  void end(std::int64_t locks_ms);
  void see(bool visible);
  void connect(bool online);

  // ---- inputs
  std::uint32_t signal(const std::string& text);
  // The two halves of an input that makes a mutation: finish() shows what changed and executes the effects, once the
  // ledger knows of the mutation.
  std::uint32_t begin_dispatch(const std::string& action);
  std::uint32_t begin_signal(const std::string& text);
  void finish(std::uint32_t mask) { after(mask); }
  void hear(const char* source, std::string text);
  void answer(const std::shared_ptr<Request>& request, const Reply& reply, const std::string& error);
  // An answer without HTTP: storage does not hold the request's entry.
  void answer_entry(const std::shared_ptr<Request>& request, const std::string* stored);
  // Does it now where the tab runs, when it goes on where it is stalled, and never where it is gone.
  void deliver(std::function<void()> work);

  // ---- what it says
  [[nodiscard]] std::string result() const { return engine_->result(); }
  [[nodiscard]] std::string status() const { return engine_->status(); }
  [[nodiscard]] std::string pending() const { return engine_->pending(); }
  [[nodiscard]] std::string failures() const { return engine_->failures(); }
  // The text of a visible row; "" where there is none.
  [[nodiscard]] std::string row(std::size_t collection, const std::string& key) const;
  [[nodiscard]] std::int64_t now_ms() const;
  [[nodiscard]] bool alive() const { return life != Life::gone; }
  [[nodiscard]] bool runs() const { return life == Life::running; }
  // It follows: a user who looks at it expects it to be up to date.
  [[nodiscard]] bool follows() const { return runs() && attached && !forgotten; }
  [[nodiscard]] const std::map<std::string, Shown>& shown(std::size_t collection) const { return shown_[collection]; }
  [[nodiscard]] const Shown& shown(std::size_t collection, const std::string& key) const;
  // Requests whose answers are waited for.
  [[nodiscard]] const std::map<double, std::shared_ptr<Request>>& requests() const { return requests_; }

 private:
  std::uint32_t after(std::uint32_t mask);
  void look();
  void look_at(std::size_t collection, const std::string& key);
  void execute_all(const std::string& effects);
  void execute(std::string_view kind, std::string_view effect);
  void send(std::string text);
  void note_unknown(std::string_view text);
  void note_beat(const std::string& text);
  void persist(std::string_view effect);
  void ask(std::string_view effect);
  void leave(const std::shared_ptr<Request>& request);
  [[nodiscard]] bool may_write(const std::string& key, std::string_view held);
  [[nodiscard]] bool still_own(const std::shared_ptr<Request>& request);
  void abort(double id);
  void set_timer(std::string_view at);
  void ring(std::uint64_t timer);
  void settle(std::string_view effect);
  void sign_in();
  void forget();
  void count_repairs() const;
  [[nodiscard]] std::string out(std::string text) const;  // to the other tabs and to storage
  [[nodiscard]] std::string in(std::string text) const;   // from there

  World& world_;
  std::unique_ptr<Surface> engine_;
  std::array<std::map<std::string, Shown>, 2> shown_;
  std::map<double, std::shared_ptr<Request>> requests_;
  std::vector<std::function<void()>> backlog_;
  std::uint64_t timer_ = 0;
  std::optional<std::int64_t> timer_at_ms_;
  bool transport_told_ = false;
};

}  // namespace tablattice::simulation

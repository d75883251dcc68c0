#include "simulation/tab.hpp"

#include <cmath>
#include <utility>

#include "simulation/json_slice.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

// Which of two tabs comes first in the order of ids must not be the order in which they were opened.
std::string client_name(World& world, std::size_t index) {
  return std::string(1, static_cast<char>('a' + world.channel_dice().below(26))) + std::to_string(index);
}

}  // namespace

Tab::Tab(World& world, std::size_t place, bool newer_protocol)
    : index(place), client(client_name(world, place)), newer(newer_protocol), world_(world) {}

void Tab::open() {
  const std::string config = config_text(world_.plan, client, world_.plan.seed * 64 + index, visible, online);
  engine_ = world_.make_surface(*this, config, static_cast<double>(now_ms()));
  if (!engine_->problem().empty())
    return world_.fail("harness", "The engine refuses its options: " + engine_->problem());
  world_.note(client, " opens", newer ? " with a newer protocol" : "", visible ? "" : " hidden");
  after(mask_effects);  // an engine that was just made asks for its own lock
  if (alive()) attach();
}

// As the host starts: how things stand, then `start`.
void Tab::attach() {
  attached = true;
  signal(std::string(R"({"type":"visibility","visible":)") + (visible ? "true}" : "false}"));
  signal(std::string(R"({"type":"online","online":)") + (online ? "true}" : "false}"));
  if (channel_broken && !transport_told_) {
    transport_told_ = true;
    signal(R"({"type":"transport","message":"BroadcastChannel: it cannot be made"})");
  }
  signal(R"({"type":"start"})");
}

// What storage holds, as the engine's `scan` asks.
void Tab::tell_stored() {
  std::string entries;
  for (const auto& [key, text] : world_.storage.items()) {
    if (!key.starts_with("outbox/")) continue;
    if (!entries.empty()) entries += ',';
    entries += R"({"key":)" + json_string(key) + R"(,"text":)" + json_string(in(text)) + "}";
  }
  signal(R"({"type":"stored","entries":[)" + entries + "]}");
}

void Tab::detach() {
  attached = false;
  signal(R"({"type":"stop"})");
}

// The page is told that it will be frozen, does at once what waits, and closes its transports.
void Tab::suspend() {
  attached = false;
  world_.note(client, " is suspended");
  signal(R"({"type":"suspend"})");
  ++absences;
  ++sleeps;
  if (alive()) life = Life::suspended;
}

// What was under way has failed meanwhile.
void Tab::resume() {
  world_.note(client, " returns");
  life = Life::running;
  const auto lost = requests_;
  for (const auto& [id, request] : lost) {
    if (world_.network_dice().per_mille(700)) answer(request, {0, "", "", ""}, "The page was frozen.");
  }
  if (!alive()) return;
  const auto backlog = std::exchange(backlog_, {});
  attach();
  for (const auto& work : backlog) deliver(work);
  if (timer_at_ms_ && alive()) ring(timer_);
}

void Tab::stall() {
  world_.note(client, " is stopped without a word");
  life = Life::stalled;
  ++sleeps;
}

void Tab::thaw() {
  world_.note(client, " goes on");
  life = Life::running;
  const auto backlog = std::exchange(backlog_, {});
  const bool timer_first = world_.channel_dice().per_mille(500);
  const auto overdue = [&] {
    if (timer_at_ms_ && *timer_at_ms_ <= world_.timeline.now_ms() && alive()) ring(timer_);
  };
  if (timer_first) overdue();
  for (const auto& work : backlog) deliver(work);
  if (!timer_first) overdue();
}

void Tab::end(std::int64_t locks_ms) {
  if (!alive()) return;
  count_repairs();
  life = Life::gone;
  world_.timeline.after(locks_ms, [this] { world_.locks.release_all(index); });
  // Its requests are on their way all the same; nobody waits for the answers.
  for (const auto& [id, request] : requests_) request->waited_for = false;
  requests_.clear();
  backlog_.clear();
  for (auto& rows : shown_) rows.clear();
  // It may be in the middle of one of its own calls.
  world_.timeline.after(0, [this] { engine_.reset(); });
}

void Tab::see(bool now_visible) {
  visible = now_visible;
  signal(std::string(R"({"type":"visibility","visible":)") + (visible ? "true}" : "false}"));
}

void Tab::connect(bool now_online) {
  online = now_online;
  signal(std::string(R"({"type":"online","online":)") + (online ? "true}" : "false}"));
}

std::int64_t Tab::now_ms() const { return epoch_ms + world_.timeline.now_ms() + clock_ms; }

std::uint32_t Tab::signal(const std::string& text) { return alive() ? after(begin_signal(text)) : 0; }

std::uint32_t Tab::begin_signal(const std::string& text) {
  world_.note(client, " ← ", text);
  return engine_->signal(text, static_cast<double>(now_ms()));
}

std::uint32_t Tab::begin_dispatch(const std::string& action) {
  world_.note(client, " ← dispatch ", action);
  const std::uint32_t mask = engine_->dispatch(action, static_cast<double>(now_ms()));
  if ((mask & mask_refused) != 0) world_.note(client, " refuses: ", engine_->result());
  return mask;
}

void Tab::hear(const char* source, std::string text) {
  if (!attached || !alive()) return;
  world_.note(client, " ← ", source, " ", text);
  for (const auto& check : world_.checks) check->heard(*this, text);
  const std::uint32_t mask = engine_->receive(source, in(std::move(text)), static_cast<double>(now_ms()));
  if ((mask & mask_refused) != 0) {
    const std::string result = engine_->result();
    world_.note(client, " refuses: ", result);
    if (!outdated && result.find("\"message_newer\"") != std::string::npos) {
      outdated = true;
      world_.tally.count(Repair::outdated);
    }
  }
  after(mask);
}

void Tab::answer(const std::shared_ptr<Request>& request, const Reply& reply, const std::string& error) {
  if (!request->waited_for || !alive()) return;
  request->waited_for = false;
  requests_.erase(request->id);
  std::string meta = R"({"status":)" + std::to_string(reply.status);
  if (!reply.etag.empty()) meta += R"(,"etag":)" + json_string(reply.etag);
  if (!reply.retry_after.empty()) meta += R"(,"retryAfter":)" + json_string(reply.retry_after);
  if (!error.empty()) meta += R"(,"error":{"message":)" + json_string(error) + "}";
  meta += '}';
  world_.note(client, " ← answer ", std::to_string(static_cast<int>(request->id)), " ", meta, " ", reply.body);
  after(engine_->respond(request->id, meta, reply.body, static_cast<double>(now_ms())));
}

void Tab::answer_entry(const std::shared_ptr<Request>& request, const std::string* stored) {
  if (!request->waited_for || !alive()) return;
  request->waited_for = false;
  requests_.erase(request->id);
  world_.tally.count(Repair::not_own_any_more);
  const std::string held = stored == nullptr ? "null" : json_string(in(*stored));
  world_.note(client, " ← not sent ", std::to_string(static_cast<int>(request->id)), ", storage holds ", held);
  after(engine_->respond(request->id, R"({"status":0,"entry":)" + held + "}", "", static_cast<double>(now_ms())));
}

void Tab::deliver(std::function<void()> work) {
  if (life == Life::running) return work();
  if (life != Life::gone) backlog_.push_back(std::move(work));
}

std::string Tab::row(std::size_t collection, const std::string& key) const {
  return engine_->row(collection_names[collection], key);
}

const Shown& Tab::shown(std::size_t collection, const std::string& key) const {
  static const Shown nothing;
  const auto found = shown_[collection].find(key);
  return found == shown_[collection].end() ? nothing : found->second;
}

// Listeners are told before the effects are executed, or after: what the user sees is the same.
std::uint32_t Tab::after(std::uint32_t mask) {
  ++world_.tally.inputs;
  if ((mask & mask_views) != 0) look();
  if ((mask & mask_effects) != 0 && !world_.failed()) execute_all(engine_->take_effects());
  return mask;
}

void Tab::look() {
  const std::string news = engine_->take_news();
  for_each_member(member(news, "changes"), [this](std::string_view name, std::string_view keys) {
    const std::size_t collection = name == collection_names[1] ? 1 : 0;
    for_each_element(keys, [this, collection](std::string_view key) { look_at(collection, std::string(key)); });
  });
}

void Tab::look_at(std::size_t collection, const std::string& key) {
  const std::string text = row(collection, key);
  Shown now;
  // Asked by its temporary key the engine answers with the row that it turned out to be.
  now.present = !text.empty() && member(text, "id") == key;
  if (now.present) {
    for_each_member(text, [&now](std::string_view name, std::string_view value) {
      if (name == "$pending") now.pending = value == "true";
      if (name == "mark") now.mark = static_cast<std::uint64_t>(number_of(value));
      for (std::size_t field = 0; field < field_count; ++field) {
        if (name == field_names[field]) now.fields[field] = unquoted(value);
      }
    });
  }
  world_.note(client, " shows ", key, " ", text.empty() ? "gone" : text);
  Shown before = std::move(shown_[collection][key]);
  now.mark_max = std::max(now.mark, before.mark_max);
  shown_[collection][key] = std::move(now);
  for (const auto& check : world_.checks) check->shown(*this, collection, key, before);
}

}  // namespace tablattice::simulation

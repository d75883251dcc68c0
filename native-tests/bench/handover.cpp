#include "bench/handover.hpp"

#include <utility>

namespace tablattice::bench {
namespace {

constexpr double start_ms = 1'900'000'000'000;
constexpr double step_ms = 10;

}  // namespace

Handover::End::End(char client) : engine(config_of(client), start_ms) {}

void Handover::End::input(std::uint32_t mask) {
  const Json effects = parse_json(engine.take_effects(), "effects").value;
  for (const Json& effect : effects) {
    if (effect["kind"] == "send") said.push_back(effect["text"].text());
    if (effect["kind"] != "wake") continue;
    wake_at = effect["at"].is_null() ? std::nullopt : std::optional(effect["at"].get<double>());
  }
  if ((mask & mask_views) != 0) engine.take_changes();
}

Handover::Handover(std::size_t rows) : now_ms_(start_ms), teller_('0') {
  teller_.input(teller_.engine.signal(R"({"type":"start"})", now_ms_));
  teller_.input(teller_.engine.load("availability", list_body(rows), now_ms_));
  for (int steps = 0; steps < 100; ++steps) wake(teller_);
  greet();
}

void Handover::wake(End& end) {
  now_ms_ += step_ms;
  end.input(end.engine.wake(now_ms_));
}

void Handover::hear(End& from, End& to) {
  const std::string text = std::move(from.said.front());
  from.said.pop_front();
  to.input(to.engine.receive("channel", text, now_ms_));
}

// A newcomer says hello, and the teller has said its first part.
void Handover::greet() {
  static char client = 'a';
  client = client == 'f' ? 'a' : static_cast<char>(client + 1);
  teller_.said.clear();
  newcomer_ = std::make_unique<End>(client);
  newcomer_->input(newcomer_->engine.signal(R"({"type":"start"})", now_ms_));
  while (!newcomer_->said.empty()) hear(*newcomer_, teller_);
  while (!telling()) {
    while (!teller_.said.empty()) hear(teller_, *newcomer_);
    wake(teller_);
  }
}

void Handover::prepare_tell() {
  if (!telling()) greet();
}

void Handover::tell() { wake(teller_); }

void Handover::prepare_take() {
  if (teller_.said.empty()) telling() ? tell() : greet();
}

void Handover::take() { hear(teller_, *newcomer_); }

}  // namespace tablattice::bench

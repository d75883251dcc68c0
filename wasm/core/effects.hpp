// What the engine asks its host to do, gathered as data until the host takes it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/json.hpp"
#include "core/message.hpp"

namespace tablattice {

// What a storage key may hold for a write to be executed, nothing standing for no such key. Empty: whatever it holds.
using HeldTexts = std::vector<std::optional<std::string>>;

class Effects {
 public:
  Effects(std::string client, std::uint64_t life) : client_(std::move(client)), life_(life) {}

  // For the other tabs; all that is queued at a take travels as one message (several where it would be too long).
  void send(SyncEvent event) { outgoing_.push_back(std::move(event)); }
  // Of several writes to one storage key only the last is executed.
  void persist(const std::string& key, std::optional<std::string> text, HeldTexts held = {}) {
    // What storage holds is what the first of them found.
    const auto [write, added] = stored_.try_emplace(key);
    if (added) write->second.held = std::move(held);
    write->second.text = std::move(text);
    write->second.before_messages = false;
  }
  // What is to be written to that key is written before anything is told: who hears of it finds it there.
  void keep_first(const std::string& key) {
    const auto write = stored_.find(key);
    if (write != stored_.end()) write->second.before_messages = true;
  }
  // Any other effect, `{ kind, … }`.
  void push(Json effect) { others_.push_back(std::move(effect)); }
  void report(const Status& status) { push({{"kind", "report"}, {"problem", status.to_json()}}); }
  // The one timer: when the engine wants to be woken, Unix milliseconds; nothing: not at all.
  void wake(std::optional<std::int64_t> at_ms);

  [[nodiscard]] bool waiting() const {
    return !outgoing_.empty() || !stored_.empty() || !others_.empty() || wake_changed_;
  }
  [[nodiscard]] std::uint64_t messages_sent() const { return messages_sent_; }
  // The last message that was sent in this incarnation, and the next one's beginning.
  [[nodiscard]] Mark mark() const { return {life_, n_}; }
  void begin_life();

  // All effects as a JSON array, and none are left. What is kept first comes first, then messages, then the rest of
  // storage, then requests and the rest: what happened is told to the other tabs before its outbox key goes, and an
  // attempt is counted before it is sent.
  std::string take(std::int64_t now_ms);

 private:
  struct Write {
    std::optional<std::string> text;
    HeldTexts held;
    bool before_messages = false;
  };

  void take_messages(Json& effects, std::int64_t now_ms);
  void take_writes(Json& effects, bool before_messages);

  std::string client_;
  std::uint64_t life_;
  std::uint64_t n_ = 0;
  std::uint64_t messages_sent_ = 0;
  std::vector<SyncEvent> outgoing_;
  std::map<std::string, Write> stored_;
  std::vector<Json> others_;
  std::optional<std::int64_t> wake_at_ms_;
  bool wake_changed_ = false;
};

}  // namespace tablattice

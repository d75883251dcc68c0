#include "core/effects.hpp"

#include <utility>

namespace tablattice {

void Effects::wake(std::optional<std::int64_t> at_ms) {
  if (wake_at_ms_ == at_ms) return;
  wake_at_ms_ = at_ms;
  wake_changed_ = true;
}

void Effects::begin_life() {
  ++life_;
  n_ = 0;
}

void Effects::take_messages(Json& effects, std::int64_t now_ms) {
  Message message{client_, life_, 0, now_ms, {}};
  std::vector<std::string> events;
  std::size_t bytes = 0;
  const auto flush = [&] {
    if (events.empty()) return;
    message.n = n_ + 1;
    std::string text = encode_message(message, events);
    events.clear();
    bytes = 0;
    if (text.size() > message_bytes_max) {
      return report(problem("message_too_long",
                            "A change of " + std::to_string(text.size()) +
                                " bytes is too long to be told to the other tabs; they learn it from the API.",
                            "message"));
    }
    ++n_;
    ++messages_sent_;
    effects.push_back(json_object("kind", "send", "text", std::move(text)));
  };
  for (const SyncEvent& event : outgoing_) {
    std::string text = event_text(event);
    if (bytes + text.size() > message_bytes_wanted) flush();
    bytes += text.size();
    events.push_back(std::move(text));
  }
  flush();
  outgoing_.clear();
}

void Effects::take_writes(Json& effects, bool before_messages) {
  for (auto& [key, write] : stored_) {
    if (write.before_messages != before_messages) continue;
    Json effect =
        json_object("kind", "persist", "key", key, "text", write.text ? Json(std::move(*write.text)) : Json(nullptr));
    for (auto& held : write.held) effect["held"].push_back(held ? Json(std::move(*held)) : Json(nullptr));
    effects.push_back(std::move(effect));
  }
}

std::string Effects::take(std::int64_t now_ms) {
  Json effects = Json::array();
  take_writes(effects, true);
  take_messages(effects, now_ms);
  take_writes(effects, false);
  stored_.clear();
  for (Json& effect : others_) effects.push_back(std::move(effect));
  others_.clear();
  if (wake_changed_)
    effects.push_back(json_object("kind", "wake", "at", wake_at_ms_ ? Json(*wake_at_ms_) : Json(nullptr)));
  wake_changed_ = false;
  return dump_json(effects);
}

}  // namespace tablattice

// localStorage and BroadcastChannel: the two transports.
#include "simulation/browser.hpp"
#include "simulation/json_slice.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {

bool Storage::write(Tab& writer, const std::string& key, const std::string* text) {
  if (text == nullptr) {
    items_.erase(key);
    return true;
  }
  if (refuses) {
    world_.tally.count(Fault::quota_refused);
    return false;
  }
  items_[key] = *text;
  for (const auto& tab : world_.tabs) {
    if (tab.get() == &writer || !tab->alive() || tab->life == Life::suspended) continue;
    if (world_.strikes(Fault::storage_event_lost)) continue;
    const std::int64_t late_ms =
        world_.strikes(Fault::storage_event_late) ? world_.dice(Fault::storage_event_late).between(100, 4'000) : 0;
    const std::int64_t delay_ms = world_.channel_dice().between(1, 30) + late_ms;
    world_.note_under_way(delay_ms);
    world_.timeline.after(delay_ms, [&receiver = *tab, copy = *text, message = key == message_key] {
      receiver.deliver([&receiver, copy, message] {
        receiver.storage_carries = receiver.storage_carries || message;
        receiver.hear("storage", copy);
      });
    });
  }
  return true;
}

void Storage::lose() {
  for (const auto& [key, text] : items_) {
    if (!key.starts_with("outbox/") || text.find(R"("problem":)") == std::string::npos) continue;
    const std::string keeper = text_member(text, "from");
    Deed* deed = world_.ledger.find(key.substr(7));
    for (const auto& tab : world_.tabs) {
      if (deed != nullptr && tab->client == keeper && tab->index != deed->tab)
        deed->failure_lost_in = static_cast<int>(tab->index);
    }
  }
  items_.clear();
  for (Deed& deed : world_.ledger.deeds()) deed.stored_lost = deed.stored_lost || deed.stored;
}

void Channel::post(Tab& sender, const std::string& text) {
  ++posted_;
  if (!sender.newer) said_.push_back(text);
  if (sender.cut) return;
  for (const auto& tab : world_.tabs) {
    const bool open = tab.get() != &sender && tab->alive() && tab->life != Life::suspended && !tab->channel_broken;
    if (!open || tab->cut || world_.strikes(Fault::message_lost)) continue;
    const std::int64_t delay_ms = world_.channel_dice().between(1, 12);
    const std::int64_t late_ms =
        world_.strikes(Fault::message_late) ? world_.dice(Fault::message_late).between(30, 8'000) : 0;
    // Whatever posts on the channel's name is heard, also what is no message.
    const bool garbled = world_.strikes(Fault::message_garbled);
    carry(*tab, sender.client, posted_, garbled ? text.substr(0, text.size() / 2) : text, delay_ms + late_ms);
    if (world_.strikes(Fault::message_twice))
      carry(*tab, sender.client, posted_, text, delay_ms + world_.dice(Fault::message_twice).between(1, 2'000));
  }
}

void Channel::carry(Tab& receiver, const std::string& sender, std::uint64_t place, const std::string& text,
                    std::int64_t delay_ms) {
  world_.note_under_way(delay_ms);
  world_.timeline.after(delay_ms, [this, &receiver, sender, place, text] {
    // A page that was suspended meanwhile has closed its channel.
    if (receiver.life == Life::suspended) return;
    std::uint64_t& last = heard_[{receiver.client, sender}];
    if (place < last) world_.tally.count(Fault::message_reordered);
    last = std::max(last, place);
    receiver.deliver([&receiver, text] { receiver.hear("channel", text); });
  });
}

void Cache::recall(Tab& tab) {
  const bool fails = world_.strikes(Fault::cache_failed);
  world_.timeline.after(world_.channel_dice().between(2, 40), [this, &tab, fails] {
    tab.deliver([this, &tab, fails] {
      if (fails) tab.signal(R"({"type":"uncached","message":"The disk is full."})");
      std::string entries;
      for (const auto& [key, text] : fails ? std::map<std::string, std::string>() : items_)
        entries += (entries.empty() ? "" : ",") + (R"({"key":)" + json_string(key) + R"(,"text":)" + text + "}");
      if (!entries.empty()) world_.tally.count(Repair::warm_start);
      tab.signal(R"({"type":"cached","entries":[)" + entries + "]}");
    });
  });
}

void Cache::write(Tab& tab, std::string_view entries) {
  const bool fails = world_.strikes(Fault::cache_failed);
  const std::string copy(entries);
  world_.timeline.after(world_.channel_dice().between(1, 30), [this, &tab, fails, copy] {
    if (fails) return tab.deliver([&tab] { tab.signal(R"({"type":"uncached","message":"The disk is full."})"); });
    for_each_element(copy, [this](std::string_view entry) {
      const std::string_view text = member(entry, "text");
      if (text == "null") {
        items_.erase(text_member(entry, "key"));
      } else {
        items_[text_member(entry, "key")] = text;
      }
    });
  });
}

}  // namespace tablattice::simulation

#include "simulation/node/page.hpp"

#include <array>
#include <map>
#include <utility>

#include "core/engine.hpp"
#include "core/json.hpp"
#include "simulation/json_slice.hpp"

namespace tablattice::simulation {
namespace {

// The world carries out what is written to the cache within 30 ms, and says only when that fails.
constexpr std::int64_t cached_ms = 31;

class Page final : public Surface {
 public:
  Page(Link& link, World& world, Tab& tab, const std::string& config, double now_ms)
      : link_(link), world_(world), tab_(tab), number_(link.next_engine()) {
    input("open", {{"config", config}, {"newer", tab.newer}, {"broken", tab.channel_broken}}, now_ms);
  }
  ~Page() override { ask("close", Json::object()); }

  std::string problem() override { return {}; }  // one that is refused breaks the world
  std::uint32_t receive(const std::string& source, const std::string& text, double now_ms) override {
    return input("receive", {{"source", source}, {"text", text}}, now_ms);
  }
  std::uint32_t dispatch(const std::string& action, double now_ms) override {
    return input("dispatch", {{"action", action}}, now_ms);
  }
  std::uint32_t respond(double id, const std::string& meta, const std::string& body, double now_ms) override {
    return input("respond", {{"id", static_cast<std::int64_t>(id)}, {"meta", meta}, {"body", body}}, now_ms);
  }
  std::uint32_t signal(const std::string& text, double now_ms) override {
    return input("signal", {{"text", text}}, now_ms);
  }
  std::uint32_t wake(double now_ms) override { return input("wake", Json::object(), now_ms); }

  std::string take_effects() override { return std::exchange(effects_, "[]"); }
  std::string take_news() override;
  std::string result() override { return result_; }
  std::string row(const std::string& collection, const std::string& key) override {
    return rows_[collection == collection_names[1] ? 1 : 0][key];
  }
  std::string status() override { return read("status"); }
  std::string pending() override { return read("pending"); }
  std::string failures() override { return read("failures"); }

 private:
  std::string ask(const char* call, Json line) {
    line["page"] = number_;
    line["call"] = call;
    const std::string answer = link_.ask(dump_json(line));
    const std::string broken = text_member(answer, "broken");
    if (!broken.empty()) world_.fail("host", tab_.client + ": " + broken);
    return answer;
  }
  std::string read(const char* call) { return std::string(member(ask(call, Json::object()), "value")); }
  std::uint32_t input(const char* call, Json line, double now_ms);
  void take_shown(std::string_view shown);
  void finish_caching(std::string_view effects);
  void tell_written(std::int64_t id) {
    tab_.finish(input("written", {{"id", id}}, static_cast<double>(tab_.now_ms())));
  }

  Link& link_;
  World& world_;
  Tab& tab_;
  const std::uint64_t number_;
  std::string effects_ = "[]";
  std::string result_ = "{}";
  std::array<std::map<std::string, std::string>, 2> rows_;  // by key text
  std::array<std::string, 2> changed_;                      // key texts, with commas between
};

std::uint32_t Page::input(const char* call, Json line, double now_ms) {
  line["now"] = static_cast<std::int64_t>(now_ms);
  line["time"] = world_.timeline.now_ms();
  line["refuses"] = world_.storage.refuses;
  line["storage"] = Json::object();
  for (const auto& [key, text] : world_.storage.items()) line["storage"][key] = text;
  const std::string answer = ask(call, std::move(line));
  if (world_.failed()) return mask_refused;  // nothing follows from it
  effects_ = member(answer, "effects");
  result_ = member(answer, "result");
  take_shown(member(answer, "shown"));
  finish_caching(effects_);
  // The page's own transports know which of them has to carry a message.
  tab_.storage_carries = false;
  return static_cast<std::uint32_t>(number_of(member(answer, "mask")));
}

void Page::take_shown(std::string_view shown) {
  for_each_member(shown, [this](std::string_view name, std::string_view changes) {
    const std::size_t collection = name == collection_names[1] ? 1 : 0;
    for_each_element(changes, [this, collection](std::string_view change) {
      const std::string key(member(change, "key"));
      const std::string_view row = member(change, "row");
      rows_[collection][key] = row == "null" ? std::string() : std::string(row);
      changed_[collection] += (changed_[collection].empty() ? "" : ",") + key;
    });
  });
}

void Page::finish_caching(std::string_view effects) {
  for_each_element(effects, [this](std::string_view effect) {
    if (member(effect, "kind") != "\"cache\"") return;
    const std::int64_t id = number_of(member(effect, "id"));
    world_.timeline.after(cached_ms, [this, id, &tab = tab_] { tab.deliver([this, id] { tell_written(id); }); });
  });
}

std::string Page::take_news() {
  std::string changes;
  for (std::size_t collection = 0; collection < changed_.size(); ++collection) {
    if (changed_[collection].empty()) continue;
    changes += (changes.empty() ? "" : ",") + json_string(collection_names[collection]) + ":[" +
               std::exchange(changed_[collection], "") + "]";
  }
  return R"({"changes":{)" + changes + "}}";
}

}  // namespace

MakeSurface page_surfaces(Link& link, World& world) {
  return [&link, &world](Tab& tab, const std::string& config, double now_ms) {
    return std::make_unique<Page>(link, world, tab, config, now_ms);
  };
}

}  // namespace tablattice::simulation

#include "simulation/node/recorded.hpp"

#include <cmath>
#include <utility>

#include "core/json.hpp"

namespace tablattice::simulation {
namespace {

// All numbers of the surface are whole.
Json whole(double number) { return static_cast<std::int64_t>(number); }

class Recorded final : public Surface {
 public:
  Recorded(Link& link, Tab& tab, const std::string& config, double now_ms)
      : link_(link), engine_(link.next_engine()), native_(native_surface(tab, config, now_ms)) {
    note("open", {config, whole(now_ms)}, nullptr);
  }
  ~Recorded() override { note("close", Json::array(), nullptr); }

  std::string problem() override { return noted("problem", Json::array(), native_->problem()); }
  std::uint32_t receive(const std::string& source, const std::string& text, double now_ms) override {
    return noted("receive", {source, text, whole(now_ms)}, native_->receive(source, text, now_ms));
  }
  std::uint32_t dispatch(const std::string& action, double now_ms) override {
    return noted("dispatch", {action, whole(now_ms)}, native_->dispatch(action, now_ms));
  }
  std::uint32_t respond(double id, const std::string& meta, const std::string& body, double now_ms) override {
    return noted("respond", {whole(id), meta, body, whole(now_ms)}, native_->respond(id, meta, body, now_ms));
  }
  std::uint32_t signal(const std::string& text, double now_ms) override {
    return noted("signal", {text, whole(now_ms)}, native_->signal(text, now_ms));
  }
  std::uint32_t wake(double now_ms) override {
    return noted("wake", Json::array({whole(now_ms)}), native_->wake(now_ms));
  }
  std::string take_effects() override { return noted("takeEffects", Json::array(), native_->take_effects()); }
  std::string take_news() override { return noted("takeNews", Json::array(), native_->take_news()); }
  std::string result() override { return noted("result", Json::array(), native_->result()); }
  std::string row(const std::string& collection, const std::string& key) override {
    return noted("row", Json::array({collection, key}), native_->row(collection, key));
  }
  std::string status() override { return noted("status", Json::array(), native_->status()); }
  std::string pending() override { return noted("pending", Json::array(), native_->pending()); }
  std::string failures() override { return noted("failures", Json::array(), native_->failures()); }

 private:
  void note(const char* call, const Json& arguments, const Json& result) {
    link_.say(dump_json({{"engine", engine_}, {"call", call}, {"arguments", arguments}, {"result", result}}));
  }
  template <typename Result>
  Result noted(const char* call, const Json& arguments, Result result) {
    note(call, arguments, result);
    return result;
  }

  Link& link_;
  const std::uint64_t engine_;
  std::unique_ptr<Surface> native_;
};

}  // namespace

MakeSurface recorded_surfaces(Link& link) {
  return [&link](Tab& tab, const std::string& config, double now_ms) {
    return std::make_unique<Recorded>(link, tab, config, now_ms);
  };
}

}  // namespace tablattice::simulation

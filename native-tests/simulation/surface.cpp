#include "simulation/surface.hpp"

#include "core/engine.hpp"

namespace tablattice::simulation {
namespace {

class Native final : public Surface {
 public:
  Native(const std::string& config, double now_ms) : engine_(config, now_ms) {}

  std::string problem() override { return engine_.problem(); }
  std::uint32_t receive(const std::string& source, const std::string& text, double now_ms) override {
    return engine_.receive(source, text, now_ms);
  }
  std::uint32_t dispatch(const std::string& action, double now_ms) override { return engine_.dispatch(action, now_ms); }
  std::uint32_t respond(double id, const std::string& meta, const std::string& body, double now_ms) override {
    return engine_.respond(id, meta, body, now_ms);
  }
  std::uint32_t signal(const std::string& text, double now_ms) override { return engine_.signal(text, now_ms); }
  std::uint32_t wake(double now_ms) override { return engine_.wake(now_ms); }
  std::string take_effects() override { return engine_.take_effects(); }
  std::string take_news() override { return engine_.take_news(); }
  std::string result() override { return engine_.result(); }
  std::string row(const std::string& collection, const std::string& key) override {
    return engine_.row(collection, key);
  }
  std::string status() override { return engine_.status(); }
  std::string pending() override { return engine_.pending(); }
  std::string failures() override { return engine_.failures(); }

 private:
  Engine engine_;
};

}  // namespace

std::unique_ptr<Surface> native_surface(Tab& /*tab*/, const std::string& config, double now_ms) {
  return std::make_unique<Native>(config, now_ms);
}

}  // namespace tablattice::simulation

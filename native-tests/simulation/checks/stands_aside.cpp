// (r) A tab that has met a newer version of the application leads no more (design §5): it hears nothing of what the newer
// ones say, so whoever followed it would be told what it alone knows. Its beats end, but for the one with which it resigns.
#include "simulation/checks/all.hpp"
#include "simulation/json_slice.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

class StandsAside final : public Check {
 public:
  explicit StandsAside(World& world) : Check(world, "r") {}

  void said(const Tab& tab, const std::string& text) override {
    if (!tab.outdated || text.find(R"("kind":"beat")") == std::string::npos) return;
    if (text.find(R"("resigns":true)") == std::string::npos) fail(tab.client + " is outdated, and leads");
  }
};

}  // namespace

std::unique_ptr<Check> stands_aside(World& world) { return std::make_unique<StandsAside>(world); }

}  // namespace tablattice::simulation

// (m) A temporary key is never sent, neither as the row that a request is for nor in its body (design §4): what waits for
// a key that the server makes goes out under that key.
#include "simulation/checks/all.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

class KnownKeys final : public Check {
 public:
  explicit KnownKeys(World& world) : Check(world, "m") {}

  void sent(const Tab& tab, const Request& request) override {
    const Call& call = request.call;
    const bool keyless = call.key.empty() && (call.type == Call::Type::update || call.type == Call::Type::remove);
    const bool temporary = call.key.starts_with("\"temporary:") || call.body.find("\"temporary:") != std::string::npos;
    if (keyless || temporary) fail(tab.client + " sends " + call.idempotency_key + " before its row has a key");
  }
};

}  // namespace

std::unique_ptr<Check> known_keys(World& world) { return std::make_unique<KnownKeys>(world); }

}  // namespace tablattice::simulation

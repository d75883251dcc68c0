// (g) Requests stay within the policy's budget. At each request: one read of a collection in flight per tab, one write
// per row, as many writes as the outbox may have under way. And at the end, while users do nothing and nothing fails:
// the server sees the polls of one tab, however many are open, and no write.
//
// Where some tabs' channels are broken and others' are not, they cannot hear each other, and each group polls: there
// the budget is not that of one tab, and only the first half is checked.
#include <algorithm>
#include <set>

#include "simulation/checks/all.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

constexpr std::size_t writes_in_flight_max = 4;  // the outbox's default concurrency
constexpr std::int64_t watched_ms = 12'000;
constexpr std::int64_t given_up_ms = 1'000;
constexpr std::int64_t polls_to_spare = 2;  // one that is due at either end; and each tab may have a last wish

class Budget final : public Check {
 public:
  explicit Budget(World& world) : Check(world, "g") {}

  void asked(const Tab& tab, const Request& request) override {
    ++asked_;
    if (!request.call.reads()) ++writes_asked_;
    std::size_t reads = 0;
    std::size_t writes = 0;
    std::set<std::string> rows;
    for (const auto& [id, open] : tab.requests()) {
      const Call& call = open->call;
      if (call.type == Call::Type::list || call.type == Call::Type::changes) {
        reads += call.collection == request.call.collection ? 1U : 0U;
      } else if (!call.reads()) {
        ++writes;
        const bool first = call.key.empty() || rows.insert(std::to_string(call.collection) + call.key).second;
        if (!first) return fail(tab.client + " has two writes of one row under way");
      }
    }
    if (reads > 1) return fail(tab.client + " has two reads of one collection under way");
    if (writes > writes_in_flight_max) return fail(tab.client + " has too many writes under way");
  }

  void finished() override {
    // Every other world: the next check's drill takes the other half.
    if (mixed_channels() || world_.plan.seed % 2 == 0) return;
    // One that was lost before is given up first, and those who waited for it read by themselves.
    if (anything_asked()) world_.advance(world_.timeline.now_ms() + world_.plan.deadline_ms + given_up_ms);
    const std::uint64_t asked_before = asked_;
    const std::uint64_t writes_before = writes_asked_;
    world_.advance(world_.timeline.now_ms() + watched_ms);
    const auto polls = static_cast<std::int64_t>(asked_ - asked_before);
    const auto collections = static_cast<std::int64_t>(world_.plan.collections);
    const std::int64_t pages = world_.plan.page_rows == 0 ? 1 : pages_of_lists();
    const std::int64_t most = (watched_ms / world_.plan.active_ms + polls_to_spare + tabs()) * collections * pages;
    if (writes_asked_ != writes_before) fail("writes are sent, and nobody changed anything");
    if (polls > most)
      fail(std::to_string(polls) + " polls in " + std::to_string(watched_ms) + " ms, at most " + std::to_string(most));
    const std::int64_t fewest = watched_ms / (2 * world_.plan.idle_ms + 2'000);
    if (polls < fewest && !world_.failed()) fail("nobody polls");
  }

 private:
  [[nodiscard]] bool mixed_channels() const {
    const auto broken = [](const auto& tab) { return tab->alive() && tab->channel_broken; };
    const auto whole = [](const auto& tab) { return tab->alive() && !tab->channel_broken; };
    return std::any_of(world_.tabs.begin(), world_.tabs.end(), broken) &&
           std::any_of(world_.tabs.begin(), world_.tabs.end(), whole);
  }

  [[nodiscard]] std::int64_t tabs() const {
    return std::count_if(world_.tabs.begin(), world_.tabs.end(), [](const auto& tab) { return tab->alive(); });
  }

  [[nodiscard]] bool anything_asked() const {
    return std::any_of(world_.tabs.begin(), world_.tabs.end(),
                       [](const auto& tab) { return tab->alive() && !tab->requests().empty(); });
  }

  [[nodiscard]] std::int64_t pages_of_lists() const {
    std::size_t rows = 0;
    for (std::size_t collection = 0; collection < world_.plan.collections; ++collection)
      rows = std::max(rows, world_.server.rows(collection).size());
    return static_cast<std::int64_t>(rows / world_.plan.page_rows + 1);
  }

  std::uint64_t asked_ = 0;
  std::uint64_t writes_asked_ = 0;
};

}  // namespace

std::unique_ptr<Check> budget(World& world) { return std::make_unique<Budget>(world); }

}  // namespace tablattice::simulation

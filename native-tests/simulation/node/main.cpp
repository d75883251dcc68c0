// tablattice_worlds: lives through worlds whose engines run in Node, or records worlds for replaying there. Started by
// web/tests/worlds, over a Link.
#include <cstdio>

#include "core/json.hpp"
#include "simulation/command_line.hpp"
#include "simulation/node/link.hpp"
#include "simulation/node/page.hpp"
#include "simulation/node/recorded.hpp"
#include "simulation/world.hpp"

namespace tablattice::simulation {
namespace {

constexpr const char* usage =
    "usage: tablattice_worlds pages|recorded --worlds N --seed S [--rung feed|versioned|plain] [--trace]\n";

struct Options {
  bool pages = false;
  std::uint64_t worlds = 1;
  std::uint64_t seed = 1;
  Leave leave;
  bool trace = false;
};

bool read_options(int count, char** words, Options& options) {
  const std::string mode = count > 1 ? words[1] : "";
  options.pages = mode == "pages";
  bool fits = options.pages || mode == "recorded";
  for (int place = 2; place < count && fits; ++place) {
    const std::string name = words[place];
    if (name == "--trace") {
      options.trace = true;
      continue;
    }
    const char* value = place + 1 < count ? words[++place] : "";
    if (name == "--worlds") {
      fits = read_number(value, options.worlds);
    } else if (name == "--seed") {
      fits = read_number(value, options.seed);
    } else {
      fits = name == "--rung" && read_rung(value, options.leave);
    }
  }
  if (!fits) std::fprintf(stderr, "%s", usage);
  return fits;
}

// How often each kind of fault and of repair happened, by name.
Json happened(const Tally& tally) {
  Json times = Json::object();
  for (std::size_t kind = 0; kind < fault_count; ++kind) times[fault_kinds[kind].name] = tally.faults[kind];
  for (std::size_t kind = 0; kind < repair_count; ++kind) times[repair_kinds[kind].name] = tally.repairs[kind];
  return times;
}

// Says which world begins, lives through it, and says how it ended.
void live_through(std::uint64_t seed, const Options& options, Link& link) {
  link.say(dump_json({{"call", "begin"}, {"seed", seed}}));
  World world(seed, options.leave, options.trace);
  world.pages = options.pages;
  world.make_surface = options.pages ? page_surfaces(link, world) : recorded_surfaces(link);
  world.run();
  for (const std::string& line : world.trace.lines()) std::printf("%s\n", line.c_str());
  std::fflush(stdout);
  link.say(dump_json({{"call", "end"}, {"failure", world.failure()}, {"happened", happened(world.tally)}}));
}

}  // namespace
}  // namespace tablattice::simulation

int main(int count, char** words) {
  using namespace tablattice::simulation;
  Options options;
  if (!read_options(count, words, options)) return exit_misused;
  Link link;
  for (std::uint64_t world = 0; world < options.worlds; ++world) live_through(options.seed + world, options, link);
  return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// What a screen of the console costs with 240 sites: from news of the server to the last byte
// written to the terminal, all ages and levels having changed. Prints one JSON line a figure.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "cli/console/console.h"
#include "cli/console/terminal.h"
#include "cli/sample_status.h"
#include "cli/text.h"
#include "control/impl/status_codec.h"

namespace {

using namespace mcu::cli::console;
using std::chrono::milliseconds;

constexpr int kScreens = 200;
constexpr double kLimit = 50;

Moment momentOf(int screen) {
    return {mcu::SteadyTime(milliseconds(250) * screen),
            mcu::WallTime(std::chrono::seconds(1'700'000'000) + milliseconds(250) * screen)};
}

/// What the server says: every site a little older, another list of problems each time.
News newsOf(int screen) {
    News news;
    mcu::control::toProto(mcu::cli::sampleStatus(), news.status);
    auto& conference = *news.status.mutable_conferences(0);
    for (int i = 0; i < conference.sites_size(); ++i) {
        auto& site = *conference.mutable_sites(i);
        site.set_since_seconds(screen + i);
        if ((i + screen) % 12 == 0) {
            site.set_state(hnth::mcu::v1::SITE_STATE_LOST);
        }
    }
    auto& request = *news.requests.add_requests();
    request.set_number(6);
    request.set_conference(conference.id());
    request.set_site("x.00021");
    request.set_site_name("Điểm cầu UBND xã Chiềng Sơn (commune, x.00021)");
    request.set_state("open");
    request.set_age_seconds(screen * 0.25);
    news.at = momentOf(screen);
    return news;
}

}  // namespace

int main() {
    mcu::cli::setLanguage("vi");
    FILE* sink = std::fopen("/dev/null", "r+");
    if (sink == nullptr) {
        return 1;
    }
    const auto terminal = Terminal::open(sink, sink, "xterm-256color", true);
    if (terminal == nullptr) {
        return 1;
    }
    Console console{mcu::cli::Globals()};
    std::vector<double> times;
    for (int screen = 0; screen < kScreens; ++screen) {
        const auto news = newsOf(screen);
        const auto begin = std::chrono::steady_clock::now();
        console.learn(news);
        terminal->draw(console.screen(terminal->size(), momentOf(screen)));
        times.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
                .count());
    }
    std::sort(times.begin(), times.end());
    const double p99 = times[times.size() * 99 / 100];
    std::printf(
        R"({"name": "console_redraw_ms", "value": %.2f, "unit": "ms", "limit": %.2f, "pass": %s})"
        "\n",
        p99,
        kLimit,
        p99 <= kLimit ? "true" : "false");
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/journal_watch.h"

namespace mcu::conference {

namespace {

constexpr auto kSlow = std::chrono::seconds(1);
constexpr auto kRemembered = std::chrono::minutes(5);

/// "1.4"
std::string secondsOf(std::chrono::milliseconds time) {
    const auto tenths = time.count() / 100;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string slowText(std::chrono::milliseconds took) {
    return "the disk was slow: writing a change down took " + secondsOf(took) + " s";
}

}  // namespace

JournalWatch::JournalWatch(Domain& domain) : domain_(domain) {
    domain_.journal.onSlow([this](std::chrono::milliseconds took) { note(took); });
}

JournalWatch::~JournalWatch() {
    domain_.journal.onSlow({});
}

void JournalWatch::note(std::chrono::milliseconds took) {
    lastSlow_ = took;
    lastSlowAt_ = domain_.now();
    ++domain_.counters["journal.slow"];
    Event event;
    event.kind = "journal.slow";
    event.severity = "warning";
    event.text = slowText(took);
    domain_.events.emit(std::move(event));
}

void JournalWatch::addWarnings(std::vector<std::string>& warnings) const {
    if (const auto waits = domain_.journal.underWay(); waits > kSlow) {
        warnings.push_back("the disk is slow: a change has waited " + secondsOf(waits) +
                           " s to be written down");
    } else if (lastSlow_.count() > 0 && domain_.now() - lastSlowAt_ < kRemembered) {
        warnings.push_back(slowText(lastSlow_));
    }
}

}  // namespace mcu::conference

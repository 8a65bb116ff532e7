// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/polls.h"

namespace mcu::conference {

ViewChoice* choiceOf(Conference& conference, const std::string& key) {
    if (key == kProgramme) {
        return &conference.programme;
    }
    if (key == kChair) {
        if (!conference.chairView) {
            conference.chairView = ViewChoice{"1x1", {}, {}};
        }
        return &*conference.chairView;
    }
    constexpr std::string_view kPrefix = "site:";
    if (!key.starts_with(kPrefix)) {
        return nullptr;
    }
    const auto made = conference.siteViews.try_emplace(SiteId{key.substr(kPrefix.size())},
                                                       ViewChoice{"1x1", {}, {}});
    return &made.first->second;
}

void Polls::start(Conference& conference, const std::string& key, PollRun run) {
    stop(conference, key);
    conference.polls.insert_or_assign(key, std::move(run));
    step(conference, key);
}

bool Polls::stop(Conference& conference, const std::string& key) {
    const auto found = conference.polls.find(key);
    if (found == conference.polls.end()) {
        return false;
    }
    domain_.loop.cancel(found->second.timer);
    conference.polls.erase(found);
    if (auto* choice = choiceOf(conference, key)) {
        choice->lead = {};
        choice->reason = "operator";
    }
    domain_.refresh(conference);
    return true;
}

void Polls::step(Conference& conference, const std::string& key) {
    auto& run = conference.polls.at(key);
    for (std::size_t tried = 0; tried < run.sites.size(); ++tried) {
        const auto& id = run.sites[run.next];
        run.next = (run.next + 1) % run.sites.size();
        const auto* site = conference.find(id);
        if (site == nullptr || site->state != SiteState::connected) {
            continue;
        }
        auto* choice = choiceOf(conference, key);
        if (choice->lead != id) {
            choice->lead = id;
            choice->reason = "poll";
            domain_.emit(conference, id, "poll.step", domain_.describe(id) + " is shown in " + key);
            domain_.refresh(conference);
        }
        break;
    }
    run.timer = domain_.loop.after(run.each, [this, id = conference.id(), key] {
        auto* found = domain_.find(id);
        if (found != nullptr && found->polls.contains(key)) {
            step(*found, key);
        }
    });
}

}  // namespace mcu::conference

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "cli/console/key.h"
#include "cli/console/news.h"
#include "cli/console/prompt.h"
#include "cli/console/screen.h"
#include "cli/session.h"
#include "conference/site_directory.h"

namespace mcu::cli::console {

/// What the last line says: the end of an act, or why a key did nothing.
struct Notice {
    std::string text;
    Mark mark = Mark::plain;
    WallTime at{};
};

/// Everything the console knows and shows, apart from any terminal: news and keys in, errands and
/// screens out. The chair's clock, what is on air and the foot are always there; what is typed or
/// asked takes the place of the list of sites, never of those. One thread.
class Console {
public:
    explicit Console(Globals globals) : globals_(std::move(globals)) {}

    void learn(News news);
    void learn(const Lost& lost);
    void learn(const v1::Event& event);
    void learn(const Answered& answered);

    /// What a key asks of the server; nothing: it only changed the screen.
    [[nodiscard]] std::optional<Errand> press(const Key& key, Moment now);

    [[nodiscard]] Screen screen(Size size, Moment now);

    /// The technician has left.
    [[nodiscard]] bool done() const { return done_; }

    /// A clock of the chair runs: the screen is to be drawn more often.
    [[nodiscard]] bool hurried() const;

private:
    friend class View;

    // keys
    std::optional<Errand> pressInLine(const Key& key);
    std::optional<Errand> pressFree(const Key& key, Moment now);
    std::optional<Errand> pressLetter(char letter, Moment now);
    std::optional<Errand> enter();
    std::optional<Errand> actOn(Purpose purpose, const conference::SiteRecord& site);
    std::optional<Errand> take();
    std::optional<Errand> muteOthers(Moment now);
    std::optional<Errand> step(v1::StepScript::Kind kind, const std::string& label);
    std::optional<Errand> acknowledge(Moment now);
    std::optional<Errand> confirmOrder(Moment now);
    void ask(Purpose purpose);
    void leave(Moment now);
    bool scroll(const Key& key);
    void say(const std::string& text, Mark mark, Moment now);

    // what is known
    [[nodiscard]] const v1::ConferenceStatus* conference() const;
    [[nodiscard]] std::string conferenceId() const;
    [[nodiscard]] const v1::Request* openRequest() const;
    [[nodiscard]] const v1::SiteStatus* site(const std::string& id) const;
    [[nodiscard]] std::string nameOf(const std::string& id) const;
    [[nodiscard]] Errand errand(v1::CommandRequest request, const std::string& label) const;
    [[nodiscard]] Errand errand(v1::SessionRequest request, const std::string& label) const;
    void rememberProgramme();

    const Globals globals_;
    std::optional<News> news_;
    std::optional<Lost> lost_;  ///< while the server does not answer; its first failure
    std::deque<v1::Event> alerts_;
    conference::SiteDirectory directory_;
    std::vector<conference::SiteRecord> sites_;
    std::string programme_;                     ///< panes on air, to see them change
    std::optional<SteadyTime> programmeSince_;  ///< of the last change seen
    std::size_t underWay_ = 0;                  ///< errands sent and not answered
    std::optional<Notice> notice_;
    std::optional<Prompt> prompt_;
    std::optional<Found> preview_;  ///< of what is typed
    std::string filter_;
    std::string cursor_;         ///< site chosen in the list; empty: none
    std::size_t top_ = 0;        ///< first site shown
    std::size_t listRows_ = 10;  ///< that were shown last
    std::vector<std::string> listed_;
    bool help_ = false;
    std::optional<SteadyTime> leaveAsked_;
    bool done_ = false;
};

}  // namespace mcu::cli::console

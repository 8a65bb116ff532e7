// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "conference/calls.h"
#include "conference/domain.h"
#include "conference/examination.h"
#include "conference/examiner_media.h"
#include "conference/service.h"

namespace mcu::conference {

/// Carries out technical checks of rooms, several at a time. While a room is measured its call
/// belongs to the examiner: the planners leave it out (Conference::examined), so nothing of it is
/// seen or heard and it is sent the test picture and sound alone. Whatever needs the room for the
/// programme ends its examination at once: a check never delays a take. Thread: control.
class Examiner {
public:
    Examiner(Domain& domain, Calls& calls) : domain_(domain), calls_(calls) {}

    ~Examiner() = default;
    Examiner(const Examiner&) = delete;
    Examiner& operator=(const Examiner&) = delete;

    void start(const Actor& actor, const Examine& command, Service::Examined done);
    /// Ends the examinations of the sites a command is to show, or whose calls it changes.
    void giveWay(const Command& command);
    void giveWay(Conference& conference, const SiteId& site);
    void stopAll(const std::string& why);

    /// Five times a second.
    void tick();
    /// Figures of the transport, each second.
    void note(const std::vector<media::SessionStats>& figures);
    bool onKeyframeWanted(FeedId feed);
    bool onKeyframeNeeded(SourceId source);

private:
    struct Run {
        Examine command;
        Actor actor;
        Examination result;
        Service::Examined done;
        SteadyTime begun{};
        SteadyTime measured{};  ///< since when, once there are media
        std::uint64_t leg = 0;  ///< serial of the call that is measured
        SessionId session;
        std::unique_ptr<ExaminerMedia> media;
        int steps = 0;
        std::uint64_t framesBefore = 0;
        double pictureSince = -1;  ///< ms into the measurement, when the first picture came
        /// Totals at the beginning: received, lost, sent; by kind.
        std::map<media::Kind, media::StreamStats> first;
    };

    using Key = std::pair<ConferenceId, SiteId>;

    [[nodiscard]] Status mayExamine(const Conference& conference, const Site& site) const;
    void follow(const Key& key, Run& run);
    void connect(Run& run, Conference& conference, Site& site);
    void measure(Run& run);
    [[nodiscard]] static bool waitsForPicture(const Run& run);
    [[nodiscard]] ClassKey testClass(const Site& site) const;
    /// Hands the result on; `why` when it ended early.
    void finish(const Key& key, const std::string& why);
    void letGo(const Key& key, Run& run);

    Domain& domain_;
    Calls& calls_;
    std::map<Key, Run> runs_;
};

}  // namespace mcu::conference

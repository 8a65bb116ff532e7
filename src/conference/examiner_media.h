// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conference/class_planner.h"
#include "conference/planes.h"
#include "media/agreed_media.h"

namespace mcu::conference {

/// The media of one room under examination: a decoder for its picture, a talker in a mix of its
/// own, the test picture and the test sound to it. Nothing of it reaches a conference. Owned by the
/// Examiner. Thread: control.
class ExaminerMedia {
public:
    ExaminerMedia(const Planes& planes, SessionId session) : planes_(planes), session_(session) {}

    ~ExaminerMedia() = default;
    ExaminerMedia(const ExaminerMedia&) = delete;
    ExaminerMedia& operator=(const ExaminerMedia&) = delete;

    /// Takes the call's streams over. A stream that cannot be is left out, with a trouble.
    void open(const media::AgreedMedia& media, const ClassKey& pictureClass);
    /// Lets go of all of it; `callIsUp`: the session is there still.
    void close(bool callIsUp);
    /// Another step of the test picture: it must change, or its return cannot be told.
    void step(const std::string& text);

    bool onKeyframeWanted(FeedId feed);
    bool onKeyframeNeeded(SourceId source);

    [[nodiscard]] std::optional<media::SourceStats> picture() const;
    [[nodiscard]] std::optional<media::TalkerLevel> sound() const;

    [[nodiscard]] const std::vector<std::string>& troubles() const { return troubles_; }

private:
    void openPicture(const media::AgreedStream& stream, const ClassKey& pictureClass);
    void openSound(const media::AgreedStream& stream);

    const Planes& planes_;
    SessionId session_;
    SourceId source_;
    ViewId view_;
    EncoderId encoder_;
    FeedId pictureFeed_;
    MixId mix_;
    TalkerId talker_;
    AudioOutputId output_;
    FeedId soundFeed_;
    int step_ = 0;
    std::vector<std::string> troubles_;
};

}  // namespace mcu::conference

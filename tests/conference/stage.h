// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conference/conference_service.h"
#include "fakes/fake_call_endpoint.h"
#include "fakes/fake_mixers.h"
#include "fakes/fake_transport.h"
#include "fakes/manual_loop.h"

namespace mcu::conference {

/// What a room agrees on in the tests.
struct RoomKind {
    media::Codec audio = media::Codec::opus;
    media::Codec video = media::Codec::h264;
    std::uint8_t packetizationMode = 1;
    std::uint8_t level = 31;
    std::uint32_t maxKbps = 2000;
    bool encrypted = false;
    bool held = false;
};

[[nodiscard]] media::AgreedMedia agreed(const RoomKind& kind = {});

/// A ConferenceService among fakes, and rooms that call it or are called, one line each.
class Stage {
public:
    explicit Stage(Settings settings = {}, Journal* journal = nullptr);
    ~Stage();
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    /// A listed site s1, s2 ... with a uri and the conference c as its home.
    SiteRecord listed(const std::string& id, const std::string& name = {});
    /// Conference c without captions, of the sites named.
    void createConference(const std::vector<std::string>& sites = {},
                          const CreateConference& like = defaults());
    [[nodiscard]] static CreateConference defaults();

    /// Carries a command out and lets everything settle.
    Result<Outcome> run(const Command& command);
    /// The same for a command whose end comes later.
    std::optional<Result<Outcome>>& begin(const Command& command);

    /// The room calls in and is connected, with picture and sound.
    CallId join(const std::string& site, const RoomKind& kind = {});
    CallId ring(const std::string& fromUser,
                const std::string& toUser = "mcu",
                const std::string& authenticated = {});
    void answerWith(CallId call, const RoomKind& kind = {});
    void mediaUp(CallId call);
    void leave(CallId call, call::CauseCode cause = call::CauseCode::normal);
    /// The SessionId of the site's call.
    [[nodiscard]] SessionId sessionOf(const std::string& site) const;

    [[nodiscard]] ServerStatus status();
    [[nodiscard]] SiteStatus site(const std::string& id);
    [[nodiscard]] std::optional<ViewStatus> view(const std::string& name);
    /// Sites whose pictures this site is sent now, in pane order; "" for an empty pane.
    [[nodiscard]] std::vector<std::string> sees(const std::string& site);
    [[nodiscard]] bool isForwarded(const std::string& site) const;
    [[nodiscard]] const fakes::FakeVideoMixer::Encoder* encoderOf(const std::string& site) const;
    /// What the site hears: its output, or null.
    [[nodiscard]] const fakes::FakeAudioMixer::Output* hears(const std::string& site) const;
    /// The site whose packets of sound the site is sent as they come; empty: none.
    [[nodiscard]] std::string hearsUndecoded(const std::string& site) const;
    [[nodiscard]] bool isDecodedForSound(const std::string& site) const;
    [[nodiscard]] int count(const std::string& eventKind) const;

    void settle() { loop.drain(); }

    void advance(Duration by) { loop.advance(by); }

    fakes::ManualLoop loop;
    NullJournal nullJournal;
    ConferenceService service;
    fakes::FakeTransport transport;
    fakes::FakeAudioMixer audio;
    fakes::FakeVideoMixer video;
    fakes::FakeCallEndpoint sip;
    std::vector<Event> events;
    const Actor actor{"tester", "unix:0", ""};

private:
    [[nodiscard]] std::string siteOfSession(SessionId session) const;
    [[nodiscard]] std::string sourceOf(const fakes::FakeTransport::Session& session,
                                       media::Kind kind) const;
    std::vector<std::unique_ptr<std::optional<Result<Outcome>>>> pending_;
};

}  // namespace mcu::conference

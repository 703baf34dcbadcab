package dev.orrery.deployment;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One configured strategy that runs, ran or shall run.
 *
 * @param name of its strategy, under which its state is kept
 * @param vault the account it trades on
 * @param errorText why it failed, or how it ended; null when there is nothing to say
 * @param tickInterval how often it is expected to tick
 * @param startedAt when its runner was last up; null before the first time
 */
public record Deployment(
    UUID id,
    UUID userId,
    UUID skillId,
    int skillVersion,
    String name,
    String vault,
    BrokerKind broker,
    HostKind host,
    Wanted wanted,
    DeploymentStatus status,
    Latches latches,
    @Nullable String errorText,
    Duration tickInterval,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant stoppedAt) {}

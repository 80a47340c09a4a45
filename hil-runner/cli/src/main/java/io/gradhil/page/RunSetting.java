package io.gradhil.page;

import io.gradhil.training.TrainingPlan;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * What a run was started with.
 *
 * @param board the board's name
 * @param plan what is trained
 * @param targetScale standard deviation of the target in megawatt
 * @param command the command line that does the same again
 * @param facts everything else that one has to know to do so, by name, in the order of showing
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record RunSetting(
        String board, TrainingPlan plan, double targetScale, String command, Map<String, String> facts) {}
